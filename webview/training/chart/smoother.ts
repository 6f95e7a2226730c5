/**
 * Every value smoothed: an exponential moving average of the values themselves, not of what is drawn of them, without the pull
 * towards zero at its start. Numbers that are not finite stay as they are and leave the average alone.
 */
import { grown } from './grown';
import { createPyramid, type Pyramid } from './pyramid';

export interface Smoothed {
  /** Only as many count as it was given. */
  readonly values: Float64Array;
  readonly pyramid: Pyramid;
}

export interface Smoother {
  readonly weight: number;
  follow(values: Float64Array, length: number): Smoothed;
  cut(length: number): void;
}

/** `weight`: how much of the average before remains at each value, 0 to below 1. */
export function createSmoother(weight: number): Smoother {
  let smoothed = new Float64Array(0);
  let done = 0;
  let average = 0;
  /** What the values so far weigh together; towards 1. */
  let total = 0;
  const pyramid = createPyramid();

  return {
    weight,
    follow(values, length) {
      smoothed = grown(smoothed, length);
      for (; done < length; done += 1) {
        const value = values[done] ?? Number.NaN;
        if (Number.isFinite(value)) {
          average = weight * average + (1 - weight) * value;
          total = weight * total + (1 - weight);
        }
        smoothed[done] = Number.isFinite(value) ? average / total : value;
      }
      pyramid.follow(smoothed, length);
      return { values: smoothed, pyramid };
    },
    // What the average was then is not kept: it begins again, which takes milliseconds and happens at a resume only.
    cut() {
      done = 0;
      average = 0;
      total = 0;
      pyramid.cut(0);
    },
  };
}
