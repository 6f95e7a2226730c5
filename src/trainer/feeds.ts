/** What the steps of an epoch are given. */
import type { Dataset } from '../data/dataset';
import { permutation } from '../data/random';
import type { Feeds, Tensors } from '../engines/engine';
import { ratePort } from '../ir/step';
import type { Training } from '../ir/training';
import type { Bind } from './binding';
import type { Point } from './checkpoint';
import { type RateState, rateAt } from './rate';

interface FeedSetup {
  readonly training: Training;
  readonly dataset: Dataset;
  readonly bindTraining: Bind;
}

interface Job {
  /** Rows of the training data. */
  readonly positions: Uint32Array;
  /** Steps done before. */
  readonly step: number;
}

/** Steps of the epoch that are left, in the order that seed and epoch decide. */
export function* jobsLeft(
  { training, dataset }: Omit<FeedSetup, 'bindTraining'>,
  { epoch, step, stepInEpoch }: Point,
): Generator<Job> {
  const { rows } = dataset.splits.train;
  const { batchSize, seed } = training;
  const order = permutation(rows, seed, `epoch/${epoch + 1}`);
  for (let start = stepInEpoch * batchSize, k = 0; start < rows; start += batchSize, k++) {
    yield { positions: order.subarray(start, start + batchSize), step: step + k };
  }
}

/** In buffers of their own, which the engine takes. */
export function feedsOf({ training, dataset, bindTraining }: FeedSetup, { positions, step }: Job, rate: RateState): Feeds {
  const batch = dataset.splits.train.batch(positions);
  return { inputs: { ...bindTraining(batch), ...rates(training, rate, step) }, seed: training.seed, step };
}

const rates = ({ objectives }: Training, rate: RateState, step: number): Tensors =>
  Object.fromEntries(
    objectives.map(({ optimizer }, k) => [
      ratePort(k),
      { shape: [], dtype: 'float32', data: Float32Array.of(rateAt(optimizer, rate, step)) },
    ]),
  );
