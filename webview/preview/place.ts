/** Where the eye was in a drawing, and where that is in the next one. */
import type { Picture } from '../../src/ir/view';
import type { Drawing } from './drawing';

export interface Anchor {
  /** In the new drawing. */
  readonly element: Element;
  /** Where its counterpart stood on the screen. */
  readonly left: number;
  readonly top: number;
}

/** `preferred`, or else what stood nearest to the middle of the window (`middle`, in pixels from its top). */
export function anchorOf(before: Drawing, after: Drawing, preferred: string | undefined, middle: number): Anchor | undefined {
  const old = elementsOf(before);
  const fresh = elementsOf(after);
  const top = (id: string): number => old.get(id)?.getBoundingClientRect().top ?? 0;
  const common = [...fresh.keys()].filter((id) => old.has(id));
  const id =
    preferred !== undefined && old.has(preferred) && fresh.has(preferred)
      ? preferred
      : common.sort((a, b) => Math.abs(top(a) - middle) - Math.abs(top(b) - middle))[0];
  const [from, element] = id === undefined ? [] : [old.get(id), fresh.get(id)];
  if (from === undefined || element === undefined) return undefined;
  const box = from.getBoundingClientRect();
  return { element, left: box.left, top: box.top };
}

/** A box that was opened is now a frame of the same id, and the other way round. */
const elementsOf = ({ nodes, frames }: Drawing): ReadonlyMap<string, Element> => new Map([...frames, ...nodes]);

/** The first box inside what was opened; undefined where nothing of that id is open. */
export function firstInside(picture: Picture, id: string): string | undefined {
  const inside = framesInside(picture, id);
  return picture.nodes.find(({ frame }) => frame !== undefined && inside.has(frame))?.id;
}

/** Ids of a frame and of all frames inside it; outer frames stand first in a picture. */
export function framesInside({ frames }: Picture, id: string): ReadonlySet<string> {
  const inside = new Set([id]);
  for (const { id: inner, parent } of frames) if (parent !== undefined && inside.has(parent)) inside.add(inner);
  return inside;
}
