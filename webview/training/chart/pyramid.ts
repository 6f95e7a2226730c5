/**
 * Where the extremes of a growing list of numbers stand, for stretches of 16, 256, 4,096 … of them: what a line over a million
 * values needs to be drawn through every peak without looking at all of them. Numbers that are not finite never hide others.
 */
import { grown } from './grown';

export interface Pyramid {
  /** Looks at what has been added since the last time. */
  follow(values: Float64Array, length: number): void;
  /** Forgets what stands from `length` on. */
  cut(length: number): void;
  /** What a line has to touch in each stretch from one bound to before the next. */
  sample(bounds: readonly number[]): Sample;
}

export interface Sample {
  /**
   * Places of the first, lowest, highest and last finite value of each stretch, ascending. `GAP` where a stretch has none: the
   * line ends there.
   */
  readonly places: readonly number[];
  /** Of each stretch with values that are not finite, the first of them. */
  readonly broken: readonly number[];
}

export const GAP = -1;

/** Of one size. Only whole stretches are kept: what is cut off or still grows needs no other care. */
interface Level {
  readonly size: number;
  count: number;
  /** Places; `NONE` where no value is finite. */
  low: Int32Array;
  high: Int32Array;
  /** The first value that is not finite. */
  broken: Int32Array;
}

const newLevel = (size: number): Level => ({
  size,
  count: 0,
  low: new Int32Array(64),
  high: new Int32Array(64),
  broken: new Int32Array(64),
});

const FAN = 16;
const NONE = -1;

export function createPyramid(): Pyramid {
  let values: Float64Array = new Float64Array(0);
  let length = 0;
  const levels: Level[] = [];

  /** Lowest, highest and first broken place from `from` to before `to`, of the stretches below `height` where they fit. */
  const found = { low: NONE, high: NONE, broken: NONE };
  function look(from: number, to: number, height: number): void {
    found.low = found.high = found.broken = NONE;
    for (let at = from; at < to; ) {
      let level: Level | undefined;
      for (let up = height - 1; up >= 0 && level === undefined; up -= 1) {
        const one = levels[up];
        if (one !== undefined && at % one.size === 0 && at + one.size <= to && at / one.size < one.count) level = one;
      }
      if (level === undefined) {
        if (Number.isFinite(values[at])) note(at, at, NONE);
        else note(NONE, NONE, at);
        at += 1;
      } else {
        const stretch = at / level.size;
        note(level.low[stretch] ?? NONE, level.high[stretch] ?? NONE, level.broken[stretch] ?? NONE);
        at += level.size;
      }
    }
  }

  function note(low: number, high: number, broken: number): void {
    if (found.broken === NONE) found.broken = broken;
    if (low === NONE) return;
    if (found.low === NONE || valueAt(low) < valueAt(found.low)) found.low = low;
    if (found.high === NONE || valueAt(high) > valueAt(found.high)) found.high = high;
  }

  const valueAt = (place: number): number => values[place] ?? Number.NaN;

  return {
    follow(newest, count) {
      values = newest;
      length = count;
      for (let up = 0, size = FAN; size <= length; up += 1, size *= FAN) {
        const level = levels[up] ?? newLevel(size);
        levels[up] = level;
        const whole = Math.floor(length / size);
        level.low = grown(level.low, whole);
        level.high = grown(level.high, whole);
        level.broken = grown(level.broken, whole);
        for (let stretch = level.count; stretch < whole; stretch += 1) {
          look(stretch * size, (stretch + 1) * size, up);
          level.low[stretch] = found.low;
          level.high[stretch] = found.high;
          level.broken[stretch] = found.broken;
        }
        level.count = whole;
      }
    },

    cut(to) {
      length = Math.min(length, to);
      for (const level of levels) level.count = Math.min(level.count, Math.floor(to / level.size));
    },

    sample(bounds) {
      const places: number[] = [];
      const broken: number[] = [];
      const touch = (place: number): void => {
        if (places.at(-1) !== place) places.push(place);
      };
      for (let at = 1; at < bounds.length; at += 1) {
        const from = Math.max(0, bounds[at - 1] ?? 0);
        const to = Math.min(length, bounds[at] ?? 0);
        if (from >= to) continue;
        look(from, to, levels.length);
        const { low, high } = found;
        if (found.broken !== NONE) broken.push(found.broken);
        if (low === NONE) {
          touch(GAP);
          continue;
        }
        let first = from;
        let last = to - 1;
        while (!Number.isFinite(values[first])) first += 1;
        while (!Number.isFinite(values[last])) last -= 1;
        touch(first);
        touch(Math.min(low, high));
        touch(Math.max(low, high));
        touch(last);
      }
      return { places, broken };
    },
  };
}
