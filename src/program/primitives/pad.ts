import { add, formatDim, isNumber } from '../../ir/dim';
import { count, formatShape } from '../../ir/tensor';
import type { PadAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { refuse } from '../shapes';
import { scatter, stridesOf } from '../tensors';

/** Puts `before` entries in front of each axis and `after` behind it, all of one value. */
export const pad: PrimitiveOf<1, PadAttributes> = {
  name: 'pad',
  arity: 1,
  infer([x], { before, after }) {
    const amounts = [...before, ...after];
    if (before.length !== x.shape.length || after.length !== x.shape.length || amounts.some((amount) => amount < 0)) {
      refuse('pad', `before [${before.join(', ')}] and after [${after.join(', ')}] do not fit ${formatShape(x.shape)}.`);
    }
    const shape = x.shape.map((dim, axis) => add(dim, (before[axis] as number) + (after[axis] as number)));
    return [{ shape, dtype: x.dtype }];
  },
  gradient({ graph, inputs: [x], gradients: [dy], attrs: { before, after } }) {
    const shape = graph.shapeOf(x);
    const size = shape.map((dim, axis) => {
      if (after[axis] === 0) return -1;
      return isNumber(dim)
        ? dim
        : refuse('pad', `has no gradient where ${formatShape(shape)} is padded behind ${formatDim(dim)}.`);
    });
    return [graph.slice(dy, { begin: before, size })];
  },
  evaluate([x], { before, value }, { outputs: [{ shape }] }) {
    const strides = stridesOf(shape);
    const offset = before.reduce((sum, amount, axis) => sum + amount * (strides[axis] as number), 0);
    return [scatter(new Float64Array(count(shape)).fill(value), x.data, x.shape, strides, offset)];
  },
};
