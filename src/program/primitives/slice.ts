import { type Dim, isNumber, subtract } from '../../ir/dim';
import { formatShape } from '../../ir/tensor';
import type { SliceAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { refuse } from '../shapes';
import { gather, stridesOf } from '../tensors';

/** `size` entries of each axis from `begin` on. */
export const slice: PrimitiveOf<1, SliceAttributes> = {
  name: 'slice',
  arity: 1,
  infer([x], { begin, size }) {
    if (begin.length !== x.shape.length || size.length !== x.shape.length) {
      refuse('slice', `begin and size need one number for each axis of ${formatShape(x.shape)}.`);
    }
    const shape = x.shape.map((dim, axis): Dim => {
      const [from, wanted] = [begin[axis] as number, size[axis] as number];
      const rest = subtract(dim, from);
      if (from < 0 || (isNumber(rest) && (rest < 0 || wanted > rest))) {
        refuse('slice', `${wanted} entries from ${from} on are not in axis ${axis} of ${formatShape(x.shape)}.`);
      }
      return wanted === -1 ? rest : wanted;
    });
    return [{ shape, dtype: x.dtype }];
  },
  /** Zeros around: they are padded where their number is known, put before and behind where it isn't. */
  gradient({ graph: g, inputs: [x], gradients: [dy], attrs: { begin } }) {
    const from = g.shapeOf(x);
    const after = from.map((dim, axis) => subtract(subtract(dim, begin[axis] as number), g.shapeOf(dy)[axis] as Dim));
    const padded = g.pad(dy, { before: begin, after: after.map((dim) => (isNumber(dim) ? dim : 0)) });
    return [
      after.reduce((sum: number, dim, axis) => {
        if (isNumber(dim)) return sum;
        return g.concat([sum, g.zeros({ shape: g.shapeOf(sum).with(axis, dim), dtype: 'float32' })], axis);
      }, padded),
    ];
  },
  evaluate([x], { begin }, { outputs: [{ shape }] }) {
    const strides = stridesOf(x.shape);
    const offset = begin.reduce((sum, from, axis) => sum + from * (strides[axis] as number), 0);
    return [gather(x.data, shape, strides, offset)];
  },
};
