/** What the charts of a page share, so that all show the same place: the crosshair and the part that is looked at. */

export interface Together {
  /** In the unit of the x axis; undefined: no crosshair, or all that there is. */
  readonly cursor: number | undefined;
  readonly zoom: readonly [from: number, to: number] | undefined;
  point(cursor: number | undefined): void;
  look(zoom: readonly [from: number, to: number] | undefined): void;
  /** Returns what ends it. */
  follow(changed: () => void): () => void;
}

export function createTogether(): Together {
  let cursor: number | undefined;
  let zoom: readonly [number, number] | undefined;
  const followers = new Set<() => void>();
  const tell = (): void => {
    for (const changed of followers) changed();
  };
  return {
    get cursor() {
      return cursor;
    },
    get zoom() {
      return zoom;
    },
    point(to) {
      if (cursor === to) return;
      cursor = to;
      tell();
    },
    look(at) {
      zoom = at;
      tell();
    },
    follow(changed) {
      followers.add(changed);
      return () => followers.delete(changed);
    },
  };
}
