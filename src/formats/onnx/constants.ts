/** Numbers that are known while writing. */
import type { DType, TensorData } from '../../ir/tensor';
import { gather, stridesOf } from '../../program/tensors';
import { arrange, isCanonical, type Layout } from './layout';

export function numbers(dtype: DType, values: ArrayLike<number>): TensorData['data'] {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

/** The tensor with its axes in the order of the layout. */
export function rearrange({ shape, dtype, data }: TensorData, layout: Layout): TensorData {
  if (isCanonical(layout)) return { shape, dtype, data };
  const sizes = arrange(shape, layout);
  const steps = arrange(stridesOf(shape), layout);
  return { shape: sizes, dtype, data: numbers(dtype, gather(data, sizes, steps)) };
}
