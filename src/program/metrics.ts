/** Metrics: counts in primitives, summed over the batch so that batches of different sizes add up, and what Keras makes of them. */
import type { Value } from '../ir/program';
import type { Loss } from '../ir/training';
import type { Graph } from './graph';
import { logitsOf } from './losses';
import type { NetworkOutput } from './lower';

export interface Metric {
  /** Names in `counts`. */
  readonly counts: readonly string[];
  /** From their sums over so many rows. */
  of(sums: readonly number[], rows: number): number;
}

type Count = (graph: Graph, loss: Loss, output: NetworkOutput, target: Value) => Value;

/**
 * Right answers. Which kind follows Keras: class numbers are compared with the largest entry, a single entry is rounded at
 * one half, else the largest entries are compared. Where the output is raw scores, one half is a score of 0.
 */
const right: Count = (g, loss, output, target) => {
  const { value } = output;
  const isRight = (): Value => {
    if (loss.kind === 'sparseCategoricalCrossentropy') return g.equal(g.argMax(scores(output), -1), target);
    if (g.shapeOf(value).at(-1) !== 1) return g.equal(g.argMax(scores(output), -1), g.argMax(target, -1));
    return g.equal(g.cast(saysYes(g, loss, output), 'float32'), target);
  };
  const correct = g.cast(isRight(), 'float32');
  const positions = g.shapeOf(correct).map((_, axis) => axis);
  return g.reduceSum(g.reduceMean(correct, positions.slice(1)));
};

/** Entries whose probability is above one half. */
function saysYes(g: Graph, { kind, fromLogits }: Loss, output: NetworkOutput): Value {
  if (kind === 'sparseCategoricalCrossentropy' || kind === 'categoricalCrossentropy') {
    const logits = output.logits === undefined && fromLogits ? output.value : undefined;
    return g.greater(logits === undefined ? output.value : g.softmax(logits), g.scalar(0.5));
  }
  const logits = logitsOf(output, 'sigmoid', fromLogits);
  return logits === undefined ? g.greater(output.value, g.scalar(0.5)) : g.greater(logits, g.scalar(0));
}

/** Softmax keeps the order: its logits have the same largest entry, and softmax need not be computed. */
const scores = ({ value, logits }: NetworkOutput): Value => (logits?.activation === 'softmax' ? logits.value : value);

/** Counts the entries where answer and truth are as given; a class number is a row of entries, one of them true. */
const pairs =
  (answer: boolean, truth: boolean): Count =>
  (g, loss, output, target) => {
    const isSparse = loss.kind === 'sparseCategoricalCrossentropy';
    const depth = g.shapeOf(output.value).at(-1);
    const entries = isSparse && typeof depth === 'number' ? g.oneHot(target, depth) : target;
    const isFalse = g.equal(entries, g.scalar(0));
    const yes = saysYes(g, loss, output);
    const both = g.logicalAnd(answer ? yes : g.logicalNot(yes), truth ? g.logicalNot(isFalse) : isFalse);
    return g.reduceSum(g.cast(both, 'float32'));
  };

export const counts: Readonly<Record<string, Count>> = {
  right,
  truePositives: pairs(true, true),
  falsePositives: pairs(true, false),
  falseNegatives: pairs(false, true),
};

/** Keras's `divide_no_nan`. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

/**
 * Keras 3's `Accuracy`, `Precision()`, `Recall()` and `F1Score(average='micro', threshold=0.5)`. With several classes, every
 * class is a question of its own: whether its probability is above one half.
 */
export const metrics: Readonly<Record<string, Metric>> = {
  accuracy: { counts: ['right'], of: ([n = 0], rows) => n / rows },
  precision: { counts: ['truePositives', 'falsePositives'], of: ([tp = 0, fp = 0]) => share(tp, tp + fp) },
  recall: { counts: ['truePositives', 'falseNegatives'], of: ([tp = 0, fn = 0]) => share(tp, tp + fn) },
  f1: {
    counts: ['truePositives', 'falsePositives', 'falseNegatives'],
    of: ([tp = 0, fp = 0, fn = 0]) => share(2 * tp, 2 * tp + fp + fn),
  },
};
