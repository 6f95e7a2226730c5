/** Cross-entropies from logits, one number per sample: stable, and with a gradient that needs no logarithm. */
import type { PrimitiveOf } from '../primitive';
import { formatType, refuse, requireSame, requireType, sameShape } from '../shapes';
import { logSumExp } from '../tensors';

/** −Σ targets · log softmax(logits) over the last axis: logits and targets [.., c] → [..]. */
export const softmaxCrossEntropy: PrimitiveOf<2> = {
  name: 'softmaxCrossEntropy',
  arity: 2,
  infer([logits, targets]) {
    requireType('softmaxCrossEntropy', 'float32', logits);
    requireSame('softmaxCrossEntropy', logits, targets);
    if (logits.shape.length === 0) refuse('softmaxCrossEntropy', 'there are no classes in a single number.');
    return [{ shape: logits.shape.slice(0, -1), dtype: 'float32' }];
  },
  /** softmax · Σ targets − targets: the sum is 1 for probabilities, 0 for rows that do not count. */
  gradient({ graph: g, inputs: [logits, targets], gradients: [dy], wanted }) {
    const weight = g.expandDims(dy, -1);
    const slope = () => g.sub(g.mul(g.softmax(logits), g.reduceSum(targets, [-1], true)), targets);
    return [wanted[0] ? g.mul(weight, slope()) : undefined, wanted[1] ? g.mul(g.neg(weight), g.logSoftmax(logits)) : undefined];
  },
  expand: (g, [logits, targets]) => [g.neg(g.reduceSum(g.mul(targets, g.logSoftmax(logits)), [-1]))],
  evaluate([logits, targets]) {
    const classes = logits.shape.at(-1) as number;
    const losses = new Float64Array(logits.data.length / classes);
    return [
      losses.map((_, row) => {
        const [from, to] = [row * classes, (row + 1) * classes];
        const scale = logSumExp(logits.data.subarray(from, to));
        return targets.data
          .subarray(from, to)
          .reduce((sum, target, k) => sum + target * (scale - (logits.data[from + k] as number)), 0);
      }),
    ];
  },
};

/** The same for classes by number: logits [.., c], labels [..]. */
export const sparseSoftmaxCrossEntropy: PrimitiveOf<2> = {
  name: 'sparseSoftmaxCrossEntropy',
  arity: 2,
  infer([logits, labels]) {
    requireType('sparseSoftmaxCrossEntropy', 'float32', logits);
    requireType('sparseSoftmaxCrossEntropy', 'int32', labels);
    const shape = logits.shape.slice(0, -1);
    if (logits.shape.length === 0 || !sameShape(labels.shape, shape)) {
      refuse('sparseSoftmaxCrossEntropy', `labels ${formatType(labels)} do not fit logits ${formatType(logits)}.`);
    }
    if (typeof logits.shape.at(-1) !== 'number') refuse('sparseSoftmaxCrossEntropy', 'the number of classes must be known.');
    return [{ shape, dtype: 'float32' }];
  },
  gradient({ graph: g, inputs: [logits, labels], gradients: [dy] }) {
    const classes = g.shapeOf(logits).at(-1) as number;
    return [g.mul(g.expandDims(dy, -1), g.sub(g.softmax(logits), g.oneHot(labels, classes))), undefined];
  },
  expand(g, [logits, labels]) {
    return [g.softmaxCrossEntropy(logits, g.oneHot(labels, g.shapeOf(logits).at(-1) as number))];
  },
  evaluate([logits, labels]) {
    const classes = logits.shape.at(-1) as number;
    return [
      labels.data.map((label, row) => {
        const scores = logits.data.subarray(row * classes, (row + 1) * classes);
        return logSumExp(scores) - (scores[label] as number);
      }),
    ];
  },
};

/** Two classes, entry by entry: −z · log σ(x) − (1 − z) · log(1 − σ(x)), in the form max(x, 0) − x · z + log(1 + e^−|x|). */
export const sigmoidCrossEntropy: PrimitiveOf<2> = {
  name: 'sigmoidCrossEntropy',
  arity: 2,
  infer([logits, targets]) {
    requireType('sigmoidCrossEntropy', 'float32', logits);
    requireSame('sigmoidCrossEntropy', logits, targets);
    return [logits];
  },
  gradient({ graph: g, inputs: [logits, targets], gradients: [dy], wanted }) {
    return [
      wanted[0] ? g.mul(dy, g.sub(g.sigmoid(logits), targets)) : undefined,
      wanted[1] ? g.neg(g.mul(dy, logits)) : undefined,
    ];
  },
  expand(g, [logits, targets]) {
    const tail = g.log(g.add(g.exp(g.neg(g.abs(logits))), g.scalar(1)));
    return [g.add(g.sub(g.relu(logits), g.mul(logits, targets)), tail)];
  },
  evaluate: ([logits, targets]) => [
    logits.data.map((x, i) => Math.max(x, 0) - x * (targets.data[i] as number) + Math.log1p(Math.exp(-Math.abs(x)))),
  ],
};
