import type { DType } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';

/** Numbers lose their fraction on the way to whole ones; anything but 0 is true. */
export const cast: PrimitiveOf<1, { readonly dtype: DType }> = {
  name: 'cast',
  arity: 1,
  infer: ([{ shape }], { dtype }) => [{ shape, dtype }],
  gradient: ({ gradients: [dy] }) => [dy],
  evaluate([x], { dtype }) {
    if (dtype === 'bool') return [x.data.map((value) => (value === 0 ? 0 : 1))];
    return [dtype === 'float32' ? x.data : x.data.map(Math.trunc)];
  },
};
