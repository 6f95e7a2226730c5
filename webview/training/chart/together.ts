/** What the charts of a page share, so that all show the same place: the crosshair and the part that is looked at. */
import type { Axis } from '../../../src/protocol/training';
import type { Range } from './view';

/** In the unit of an x axis; each axis has its own. */
export interface Place {
  /** Undefined: no crosshair. */
  readonly cursor?: number | undefined;
  /** Undefined: all that there is. */
  readonly zoom?: Range | undefined;
}

export interface Together {
  on(axis: Axis): Place;
  set(axis: Axis, change: Place): void;
  /** Returns what ends it. */
  follow(changed: (change: Place) => void): () => void;
}

export function createTogether(): Together {
  const places: Partial<Record<Axis, Place>> = {};
  const followers = new Set<(change: Place) => void>();
  return {
    on: (axis) => places[axis] ?? {},
    set(axis, change) {
      places[axis] = { ...places[axis], ...change };
      for (const changed of followers) changed(change);
    },
    follow(changed) {
      followers.add(changed);
      return () => followers.delete(changed);
    },
  };
}
