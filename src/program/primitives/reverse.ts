import type { PrimitiveOf } from '../primitive';
import { requireAxes } from '../shapes';
import { gather, stridesOf } from '../tensors';

/** The entries of the axes in the opposite order. */
export const reverse: PrimitiveOf<1, { readonly axes: readonly number[] }> = {
  name: 'reverse',
  arity: 1,
  infer([x], { axes }) {
    requireAxes('reverse', x, axes);
    return [x];
  },
  gradient: ({ graph, gradients: [dy], attrs: { axes } }) => [graph.reverse(dy, axes)],
  evaluate([x], { axes }) {
    const strides = stridesOf(x.shape);
    const last = axes.reduce((sum, axis) => sum + ((x.shape[axis] as number) - 1) * (strides[axis] as number), 0);
    const backwards = strides.map((stride, axis) => (axes.includes(axis) ? -stride : stride));
    return [gather(x.data, x.shape, backwards, last)];
  },
};
