import type { DType, TensorData } from '../ir/tensor';

/** Numbers in the kind of array that holds the dtype. */
export function numbers(dtype: DType, values: ArrayLike<number>): TensorData['data'] {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}
