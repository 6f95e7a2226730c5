/** Numbers that are known while writing. */
import { count, type DType, type TensorData } from '../../ir/tensor';
import { arrange, isCanonical, type Layout } from './layout';

export function numbers(dtype: DType, values: readonly number[]): TensorData['data'] {
  if (dtype === 'float32') return Float32Array.from(values);
  return dtype === 'int32' ? Int32Array.from(values) : Uint8Array.from(values);
}

/** The tensor with its axes in the order of the layout. */
export function rearrange({ shape, dtype, data }: TensorData, layout: Layout): TensorData {
  if (isCanonical(layout)) return { shape, dtype, data };
  const strides = shape.map((_, axis) => count(shape.slice(axis + 1)));
  const sizes = arrange(shape, layout);
  const steps = arrange(strides, layout);
  const moved = data.slice();
  const index = sizes.map(() => 0);
  let from = 0;
  for (let to = 0; to < moved.length; to++) {
    moved[to] = data[from] as number;
    for (let place = sizes.length - 1; place >= 0; place--) {
      const [size, step] = [sizes[place] as number, steps[place] as number];
      index[place] = (index[place] as number) + 1;
      from += step;
      if ((index[place] as number) < size) break;
      from -= size * step;
      index[place] = 0;
    }
  }
  return { shape: sizes, dtype, data: moved };
}
