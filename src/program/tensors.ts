/** Arithmetic on tensors of the interpreter: walking over strides, broadcasting, rows to reduce. */
import { count } from '../ir/tensor';
import type { BoundType, Tensor } from './primitive';

/** How far apart in memory neighbours along each axis are. */
export function stridesOf(shape: readonly number[]): number[] {
  let stride = 1;
  return shape
    .toReversed()
    .map((size) => {
      const own = stride;
      stride *= size;
      return own;
    })
    .reverse();
}

/** Entries that lie `strides` apart from `offset` on, packed. Slices, transposes, reversals and broadcasts are all of this kind. */
export function gather(from: ArrayLike<number>, shape: readonly number[], strides: readonly number[], offset = 0): Float64Array {
  const to = new Float64Array(count(shape));
  const [width = 1, stride = 0] = [shape.at(-1), strides.at(-1)];
  eachRow(shape, strides, offset, (start, packed) => {
    for (let i = 0; i < width; i++) to[packed + i] = from[start + i * stride] as number;
  });
  return to;
}

/** The opposite: puts packed entries `strides` apart. */
export function scatter(
  to: Float64Array,
  from: Float64Array,
  shape: readonly number[],
  strides: readonly number[],
  offset = 0,
): Float64Array {
  const [width = 1, stride = 0] = [shape.at(-1), strides.at(-1)];
  eachRow(shape, strides, offset, (start, packed) => {
    for (let i = 0; i < width; i++) to[start + i * stride] = from[packed + i] as number;
  });
  return to;
}

/** Visits the start of every run along the last axis: where it lies with the strides, and where packed. */
function eachRow(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
  visit: (start: number, packed: number) => void,
): void {
  const total = count(shape);
  const width = shape.at(-1) ?? 1;
  const index = shape.slice(0, -1).fill(0);
  let start = offset;
  for (let packed = 0; packed < total; packed += width) {
    visit(start, packed);
    for (let axis = index.length - 1; axis >= 0; axis--) {
      const [size, stride] = [shape[axis] as number, strides[axis] as number];
      index[axis] = (index[axis] as number) + 1;
      start += stride;
      if ((index[axis] as number) < size) break;
      start -= size * stride;
      index[axis] = 0;
    }
  }
}

/** The numbers of x, broadcast to a shape. */
export function stretch(x: Tensor, shape: readonly number[]): Float64Array {
  if (x.shape.length === shape.length && x.shape.every((size, axis) => size === shape[axis])) return x.data;
  const own = stridesOf(x.shape);
  const missing = shape.length - x.shape.length;
  const strides = shape.map((_, axis) => (x.shape[axis - missing] === 1 ? 0 : (own[axis - missing] ?? 0)));
  return gather(x.data, shape, strides);
}

/** An elementwise operation on two tensors that broadcast. */
export function combine(a: Tensor, b: Tensor, output: BoundType, f: (x: number, y: number) => number): Float64Array {
  const [x, y] = [stretch(a, output.shape), stretch(b, output.shape)];
  return x.map((value, i) => f(value, y[i] as number));
}

export function transposed(x: Tensor, perm: readonly number[]): Float64Array {
  const strides = stridesOf(x.shape);
  const pick = (list: readonly number[]): number[] => perm.map((axis) => list[axis] as number);
  return gather(x.data, pick(x.shape), pick(strides));
}

/** What `f` makes of each group of entries that differ only along the axes. */
export function reduce(x: Tensor, axes: readonly number[], f: (group: Float64Array) => number): Float64Array {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const data = transposed(x, [...kept, ...axes]);
  const width = count(axes.map((axis) => x.shape[axis] as number));
  const result = new Float64Array(count(kept.map((axis) => x.shape[axis] as number)));
  return result.map((_, row) => f(data.subarray(row * width, (row + 1) * width)));
}

/** Replaces each run along an axis by what `f` makes of it. */
export function mapRows(x: Tensor, axis: number, f: (row: Float64Array) => Float64Array): Float64Array {
  const perm = [...x.shape.keys()].filter((other) => other !== axis).concat(axis);
  const rows = transposed(x, perm);
  const width = x.shape[axis] as number;
  for (let at = 0; at < rows.length; at += width) rows.set(f(rows.subarray(at, at + width)), at);
  const strides = stridesOf(x.shape);
  const pick = (list: readonly number[]): number[] => perm.map((other) => list[other] as number);
  return scatter(new Float64Array(rows.length), rows, pick(x.shape), pick(strides));
}

/** y += factor · x over runs of n entries. */
export function addScaled(n: number, factor: number, x: Float64Array, xAt: number, y: Float64Array, yAt: number): void {
  for (let i = 0; i < n; i++) y[yAt + i] = (y[yAt + i] as number) + factor * (x[xAt + i] as number);
}

export function dot(n: number, x: Float64Array, xAt: number, y: Float64Array, yAt: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (x[xAt + i] as number) * (y[yAt + i] as number);
  return sum;
}

/** log Σ exp, without overflow. */
export function logSumExp(row: Float64Array): number {
  const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return top + Math.log(row.reduce((sum, x) => sum + Math.exp(x - top), 0));
}
