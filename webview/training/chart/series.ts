/** The values of one column, with what makes them quick to draw: where the extremes stand, and the same smoothed. */
import { grown } from './grown';
import { createPyramid } from './pyramid';
import { createSmoother, type Smoothed, type Smoother } from './smoother';

export interface Series {
  readonly length: number;
  /** Only the first `length` count. Another array after it has grown. */
  readonly values: Float64Array;
  /** Up to the newest value. Weight 0: as they are. Another weight than the last time: all is computed again. */
  smoothed(weight: number): Smoothed;
  /** What stands in one column of rows of `width` numbers. */
  append(rows: Float64Array, column: number, width: number): void;
  /** Forgets what stands from `length` on. */
  cut(length: number): void;
}

export function createSeries(): Series {
  let values = new Float64Array(64);
  let length = 0;
  const pyramid = createPyramid();
  let smoother: Smoother | undefined;

  return {
    get length() {
      return length;
    },
    get values() {
      return values;
    },
    smoothed(weight) {
      if (weight === 0) {
        pyramid.follow(values, length);
        return { values, pyramid };
      }
      if (smoother?.weight !== weight) smoother = createSmoother(weight);
      return smoother.follow(values, length);
    },
    append(rows, column, width) {
      const count = Math.floor(rows.length / width);
      values = grown(values, length + count);
      for (let row = 0; row < count; row += 1) values[length + row] = rows[row * width + column] ?? Number.NaN;
      length += count;
    },
    cut(to) {
      if (to >= length) return;
      length = to;
      pyramid.cut(to);
      smoother?.cut(to);
    },
  };
}
