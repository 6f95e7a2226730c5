/** Softmax along an axis, and its logarithm. */
import type { TensorType } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { requireAxes, requireType } from '../shapes';
import { logSumExp, mapRows } from '../tensors';

type AxisAttribute = { readonly axis: number };

function inferAlong(op: string, x: TensorType, axis: number): readonly TensorType[] {
  requireType(op, 'float32', x);
  requireAxes(op, x, [axis]);
  return [x];
}

export const softmax: PrimitiveOf<1, AxisAttribute> = {
  name: 'softmax',
  arity: 1,
  infer: ([x], { axis }) => inferAlong('softmax', x, axis),
  gradient({ graph: g, outputs: [y], gradients: [dy], attrs: { axis } }) {
    return [g.mul(g.sub(dy, g.reduceSum(g.mul(dy, y), [axis], true)), y)];
  },
  /** The maximum is taken away first, so that nothing overflows. */
  expand(g, [x], { axis }) {
    const powers = g.exp(g.sub(x, g.reduceMax(x, [axis], true)));
    return [g.div(powers, g.reduceSum(powers, [axis], true))];
  },
  evaluate: ([x], { axis }) => [
    mapRows(x, axis, (row) => {
      const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
      const powers = row.map((value) => Math.exp(value - top));
      const sum = powers.reduce((a, b) => a + b, 0);
      return powers.map((power) => power / sum);
    }),
  ],
};

export const logSoftmax: PrimitiveOf<1, AxisAttribute> = {
  name: 'logSoftmax',
  arity: 1,
  infer: ([x], { axis }) => inferAlong('logSoftmax', x, axis),
  gradient({ graph: g, outputs: [y], gradients: [dy], attrs: { axis } }) {
    return [g.sub(dy, g.mul(g.exp(y), g.reduceSum(dy, [axis], true)))];
  },
  expand(g, [x], { axis }) {
    const shifted = g.sub(x, g.reduceMax(x, [axis], true));
    return [g.sub(shifted, g.log(g.reduceSum(g.exp(shifted), [axis], true)))];
  },
  evaluate: ([x], { axis }) => [
    mapRows(x, axis, (row) => {
      const scale = logSumExp(row);
      return row.map((value) => value - scale);
    }),
  ],
};
