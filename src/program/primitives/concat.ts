import { add, type Dim, isNumber } from '../../ir/dim';
import { count, type TensorType } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { formatType, refuse, requireAxes, sameType } from '../shapes';
import { scatter, stridesOf } from '../tensors';

/** Puts tensors one behind the other along an axis. */
export const concat: PrimitiveOf<number, { readonly axis: number }, 1> = {
  name: 'concat',
  infer(inputs, { axis }) {
    const [first] = inputs;
    if (first === undefined) return refuse('concat', 'there is nothing to put together.');
    requireAxes('concat', first, [axis]);
    const without = ({ shape, dtype }: TensorType): TensorType => ({ shape: shape.toSpliced(axis, 1), dtype });
    const other = inputs.find((input) => !sameType(without(input), without(first)));
    if (other !== undefined) refuse('concat', `${formatType(first)} and ${formatType(other)} differ on more than axis ${axis}.`);
    const size = inputs.map(({ shape }) => shape[axis] as Dim).reduce(add);
    return [{ shape: first.shape.with(axis, size), dtype: first.dtype }];
  },
  gradient({ graph, inputs, gradients: [dy], attrs: { axis } }) {
    let offset: Dim = 0;
    return inputs.map((input) => {
      const shape = graph.shapeOf(input);
      const size = shape[axis] as Dim;
      if (!isNumber(offset)) return refuse('concat', 'has no gradient where a size before the last is not a number.');
      const begin = shape.map(() => 0).with(axis, offset);
      offset = add(offset, size);
      return graph.slice(dy, { begin, size: shape.map(() => -1).with(axis, isNumber(size) ? size : -1) });
    });
  },
  evaluate(inputs, { axis }, { outputs: [{ shape }] }) {
    const result = new Float64Array(count(shape));
    const strides = stridesOf(shape);
    let offset = 0;
    for (const input of inputs) {
      scatter(result, input.data, input.shape, strides, offset);
      offset += (input.shape[axis] as number) * (strides[axis] as number);
    }
    return [result];
  },
};
