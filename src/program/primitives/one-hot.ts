import { count } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { requireType } from '../shapes';

/** Class k becomes a row with 1 at position k; a number outside 0 to depth − 1 a row of zeros. */
export const oneHot: PrimitiveOf<1, { readonly depth: number }> = {
  name: 'oneHot',
  arity: 1,
  infer([labels], { depth }) {
    requireType('oneHot', 'int32', labels);
    return [{ shape: [...labels.shape, depth], dtype: 'float32' }];
  },
  evaluate([labels], { depth }, { outputs: [{ shape }] }) {
    const result = new Float64Array(count(shape));
    labels.data.forEach((label, row) => {
      if (label >= 0 && label < depth) result[row * depth + label] = 1;
    });
    return [result];
  },
};
