import type { Dim } from '../../ir/dim';
import type { PrimitiveOf } from '../primitive';
import { refuse, requireAxes } from '../shapes';
import { transposed } from '../tensors';

/** Axis k of the result is axis `perm[k]` of x. */
export const transpose: PrimitiveOf<1, { readonly perm: readonly number[] }> = {
  name: 'transpose',
  arity: 1,
  infer([x], { perm }) {
    requireAxes('transpose', x, perm);
    if (perm.length !== x.shape.length)
      refuse('transpose', `[${perm.join(', ')}] orders ${perm.length} of ${x.shape.length} axes.`);
    return [{ shape: perm.map((axis) => x.shape[axis] as Dim), dtype: x.dtype }];
  },
  gradient: ({ graph, gradients: [dy], attrs: { perm } }) => [
    graph.transpose(
      dy,
      [...perm.keys()].map((axis) => perm.indexOf(axis)),
    ),
  ],
  evaluate: ([x], { perm }) => [transposed(x, perm)],
};
