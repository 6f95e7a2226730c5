/** Numbers that are known while writing. */
import type { TensorData } from '../../ir/tensor';
import { gather, stridesOf } from '../../program/tensors';
import { numbers } from '../numbers';
import { arrange, isCanonical, type Layout } from './layout';

/** The tensor with its axes in the order of the layout. */
export function rearrange({ shape, dtype, data }: TensorData, layout: Layout): TensorData {
  if (isCanonical(layout)) return { shape, dtype, data };
  const sizes = arrange(shape, layout);
  const steps = arrange(stridesOf(shape), layout);
  return { shape: sizes, dtype, data: numbers(dtype, gather(data, sizes, steps)) };
}
