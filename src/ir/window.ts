/** Geometry of sliding windows (convolution, pooling) along one axis, as TensorFlow and Keras count it. */
import { add, type Dim, floorDivide } from './dim';

export type Padding = 'same' | 'valid';

/** How many positions a window reaches over: its size with the gaps that dilation makes. */
export const windowExtent = (size: number, dilation: number): number => (size - 1) * dilation + 1;

/**
 * Size of the output: ⌈dim / stride⌉ for `same`, ⌊(dim − extent) / stride⌋ + 1 for `valid`. A number below 1 means that the
 * window does not fit.
 */
export function windowOutput(dim: Dim, size: number, stride: number, dilation: number, padding: Padding): Dim {
  const offset = padding === 'same' ? stride - 1 : stride - windowExtent(size, dilation);
  return floorDivide(add(dim, offset), stride);
}

/** Zeros in front of the axis and behind it; where their number is odd, the extra one is behind. */
export function windowPadding(
  dim: number,
  size: number,
  stride: number,
  dilation: number,
  padding: Padding,
): readonly [before: number, after: number] {
  if (padding === 'valid') return [0, 0];
  const reach = (Math.ceil(dim / stride) - 1) * stride + windowExtent(size, dilation);
  const total = Math.max(0, reach - dim);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
