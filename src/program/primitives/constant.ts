import { count, type DType } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { refuse } from '../shapes';

/** Numbers that are part of the Program; a single number fills the whole shape. */
export const constant: PrimitiveOf<
  0,
  { readonly value: number | readonly number[]; readonly shape: readonly number[]; readonly dtype: DType }
> = {
  name: 'constant',
  arity: 0,
  infer(_, { value, shape, dtype }) {
    if (typeof value !== 'number' && value.length !== count(shape)) {
      refuse('constant', `${value.length} numbers do not fill [${shape.join(', ')}].`);
    }
    return [{ shape, dtype }];
  },
  evaluate: (_, { value, shape }) => [
    typeof value === 'number' ? new Float64Array(count(shape)).fill(value) : Float64Array.from(value),
  ],
};
