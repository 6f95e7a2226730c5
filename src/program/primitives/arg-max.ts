import type { PrimitiveOf } from '../primitive';
import { requireAxes, requireType } from '../shapes';
import { reduce } from '../tensors';

/** Where along the axis the largest entry is; the first of equals. */
export const argMax: PrimitiveOf<1, { readonly axis: number }> = {
  name: 'argMax',
  arity: 1,
  infer([x], { axis }) {
    requireType('argMax', 'float32', x);
    requireAxes('argMax', x, [axis]);
    return [{ shape: x.shape.toSpliced(axis, 1), dtype: 'int32' }];
  },
  evaluate: ([x], { axis }) => [reduce(x, [axis], (row) => row.indexOf(row.reduce((a, b) => Math.max(a, b), -Infinity)))],
};
