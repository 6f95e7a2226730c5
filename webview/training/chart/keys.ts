/** What keys do in a chart that has the focus. */
import { type Places, stepNear } from './places';
import type { Range } from './view';

/** What is left as it is stands nowhere; undefined in it: gone. */
export interface Moved {
  readonly cursor?: number | undefined;
  readonly zoom?: Range | undefined;
}

export interface Standing {
  readonly places: Places;
  readonly cursor: number | undefined;
  /** What is seen now, and what there is. */
  readonly seen: Range;
  readonly whole: Range;
  /** Of the part for lines, in pixels. */
  readonly width: number;
}

/** Undefined: the key means nothing here. */
export function moveBy(key: string, isFine: boolean, standing: Standing): Moved | undefined {
  const { places, cursor, seen, whole, width } = standing;
  const first = stepNear(places, seen[0]);
  const last = stepNear(places, seen[1]);
  if (first === undefined || last === undefined) return undefined;
  const now = cursor === undefined ? undefined : stepNear(places, cursor);
  const to = (step: number): Moved => ({ cursor: places.xOf(Math.max(first, Math.min(last, step))) });
  // Where steps are closer than pixels, one press still moves what is seen.
  const press = isFine ? 1 : Math.max(1, Math.round((2 * (last - first)) / width));
  const leap = Math.max(1, Math.round((last - first) / 10));
  switch (key) {
    case 'ArrowLeft':
      return to(now === undefined ? last : now - press);
    case 'ArrowRight':
      return to(now === undefined ? last : now + press);
    case 'PageUp':
      return to((now ?? last) - leap);
    case 'PageDown':
      return to((now ?? first) + leap);
    case 'Home':
      return to(first);
    case 'End':
      return to(last);
    case 'Escape':
      return { cursor: undefined };
    case '+':
    case '=':
      return { zoom: around(cursor ?? (seen[0] + seen[1]) / 2, seen, 0.5, whole) };
    case '-':
      return { zoom: around(cursor ?? (seen[0] + seen[1]) / 2, seen, 2, whole) };
    case '0':
      return { zoom: undefined };
    default:
      return undefined;
  }
}

/** What is seen, so many times as wide, with `x` at the same place in it; undefined: all. */
function around(x: number, [from, to]: Range, factor: number, whole: Range): Range | undefined {
  const start = Math.max(whole[0], x - (x - from) * factor);
  const end = Math.min(whole[1], x + (to - x) * factor);
  return start <= whole[0] && end >= whole[1] ? undefined : [start, end];
}

/** A part that is worth looking at: of more than one step; undefined: none. */
export function partOf(places: Places, from: number, to: number): Range | undefined {
  return places.rowFrom(to) - places.rowFrom(from) < 2 ? undefined : [from, to];
}
