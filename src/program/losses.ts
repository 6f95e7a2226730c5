/**
 * Losses in primitives, with Keras 3's meaning. From probabilities they clip as Keras does; but where an output comes
 * straight from softmax or sigmoid they start from the logits, as Keras does on TensorFlow: exact, and never log 0.
 */
import type { Value } from '../ir/program';
import type { TensorType } from '../ir/tensor';
import type { Loss, LossKind } from '../ir/training';
import type { Graph } from './graph';
import type { NetworkOutput } from './lower';
import type { Logits } from './lowering';

/** Keras's `backend.epsilon()`. */
const EPSILON = 1e-7;

/** What an output of that type is compared with: class numbers for sparse losses, else numbers like the output's. */
export const targetType = (kind: LossKind, output: TensorType): TensorType =>
  kind === 'sparseCategoricalCrossentropy' ? { shape: output.shape.slice(0, -1), dtype: 'int32' } : output;

/** The loss of every sample (and position): the output's shape without its last axis. */
export function lossPerSample(g: Graph, { kind, fromLogits }: Loss, output: NetworkOutput, target: Value): Value {
  switch (kind) {
    case 'categoricalCrossentropy': {
      const logits = logitsOf(output, 'softmax', fromLogits);
      if (logits !== undefined) return g.softmaxCrossEntropy(logits, target);
      const sums = g.reduceSum(output.value, [-1], true);
      const logs = g.log(clipped(g, g.div(output.value, sums)));
      return g.neg(g.reduceSum(g.mul(target, logs), [-1]));
    }
    case 'sparseCategoricalCrossentropy': {
      const logits = logitsOf(output, 'softmax', fromLogits) ?? g.log(clipped(g, output.value));
      return g.sparseSoftmaxCrossEntropy(logits, target);
    }
    case 'binaryCrossentropy': {
      const logits = logitsOf(output, 'sigmoid', fromLogits);
      if (logits !== undefined) return g.reduceMean(g.sigmoidCrossEntropy(logits, target), [-1]);
      const p = clipped(g, output.value);
      const one = g.scalar(1);
      const [right, wrong] = [g.mul(target, g.log(p)), g.mul(g.sub(one, target), g.log(g.sub(one, p)))];
      return g.neg(g.reduceMean(g.add(right, wrong), [-1]));
    }
    case 'meanSquaredError': {
      const difference = g.sub(output.value, target);
      return g.reduceMean(g.mul(difference, difference), [-1]);
    }
  }
}

/** The raw scores behind an output, where they are known. */
export const logitsOf = (output: NetworkOutput, activation: Logits['activation'], fromLogits: boolean): Value | undefined => {
  if (output.logits?.activation === activation) return output.logits.value;
  return fromLogits ? output.value : undefined;
};

const clipped = (g: Graph, p: Value): Value => g.minimum(g.maximum(p, g.scalar(EPSILON)), g.scalar(1 - EPSILON));
