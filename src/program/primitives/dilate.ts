import { add, type Dim, multiply } from '../../ir/dim';
import { count } from '../../ir/tensor';
import type { DilateAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { requireAxes } from '../shapes';
import { scatter, stridesOf } from '../tensors';

/** Puts factor − 1 zeros between the entries of an axis: what a stride undoes. */
export const dilate: PrimitiveOf<1, DilateAttributes> = {
  name: 'dilate',
  arity: 1,
  infer([x], { axes, factors }) {
    requireAxes('dilate', x, axes);
    const shape = x.shape.map((dim, axis): Dim => {
      const factor = factors[axes.indexOf(axis)] ?? 1;
      return add(multiply(dim, factor), 1 - factor);
    });
    return [{ shape, dtype: x.dtype }];
  },
  /** Every factor-th entry: as entry 0 of groups of that size. */
  gradient({ graph: g, inputs: [x], gradients: [dy], attrs: { axes, factors } }) {
    const sizes = g.shapeOf(x);
    const result = axes.reduce((value, axis, k) => {
      const factor = factors[k] as number;
      const shape = g.shapeOf(value);
      const none = shape.map(() => 0);
      const full = g.pad(value, { before: none, after: none.with(axis, factor - 1) });
      const groups = g.reshape(full, shape.toSpliced(axis, 1, sizes[axis] as Dim, factor));
      const first = g.slice(groups, { begin: [...none, 0], size: [...none, 0].fill(-1).with(axis + 1, 1) });
      return g.reshape(first, shape.with(axis, sizes[axis] as Dim));
    }, dy);
    return [result];
  },
  evaluate([x], { axes, factors }, { outputs: [{ shape }] }) {
    const strides = stridesOf(shape).map((stride, axis) => stride * (factors[axes.indexOf(axis)] ?? 1));
    return [scatter(new Float64Array(count(shape)), x.data, x.shape, strides)];
  },
};
