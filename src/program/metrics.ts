/** Metrics in primitives: sums over the batch, so that batches of different sizes add up. */
import type { Value } from '../ir/program';
import type { Loss } from '../ir/training';
import type { Graph } from './graph';
import { logitsOf } from './losses';
import type { NetworkOutput } from './lower';

type Metric = (graph: Graph, loss: Loss, output: NetworkOutput, target: Value) => Value;

/**
 * Right answers. Which kind follows Keras: class numbers are compared with the largest entry, a single entry is rounded at
 * one half, else the largest entries are compared. Where the output is raw scores, one half is a score of 0.
 */
const accuracy: Metric = (g, loss, output, target) => {
  const { value } = output;
  const isRight = (): Value => {
    if (loss.kind === 'sparseCategoricalCrossentropy') return g.equal(g.argMax(scores(output), -1), target);
    if (g.shapeOf(value).at(-1) !== 1) return g.equal(g.argMax(scores(output), -1), g.argMax(target, -1));
    const logits = logitsOf(output, 'sigmoid', loss.fromLogits);
    const yes = logits === undefined ? g.greater(value, g.scalar(0.5)) : g.greater(logits, g.scalar(0));
    return g.equal(g.cast(yes, 'float32'), target);
  };
  const right = g.cast(isRight(), 'float32');
  const positions = g.shapeOf(right).map((_, axis) => axis);
  return g.reduceSum(g.reduceMean(right, positions.slice(1)));
};

/** Softmax keeps the order: its logits have the same largest entry, and softmax need not be computed. */
const scores = ({ value, logits }: NetworkOutput): Value => (logits?.activation === 'softmax' ? logits.value : value);

export const metrics: Readonly<Record<string, Metric>> = { accuracy };
