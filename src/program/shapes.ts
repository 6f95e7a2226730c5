/** What the `infer` of the primitives share: shapes that broadcast, and refusals that name the sizes. */
import { type Dim, equal, fits, formatDim } from '../ir/dim';
import { type DType, formatShape, type Shape, type TensorType } from '../ir/tensor';

export function refuse(op: string, problem: string): never {
  throw new TypeError(`${op}: ${problem}`);
}

/** `float32 [batch, 10]` */
export const formatType = ({ shape, dtype }: TensorType): string => `${dtype} ${formatShape(shape)}`;

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((dim, axis) => fits(dim, b[axis] as Dim));

export const sameType = (a: TensorType, b: TensorType): boolean => a.dtype === b.dtype && sameShape(a.shape, b.shape);

export function requireType(op: string, dtype: DType, ...types: readonly TensorType[]): void {
  const other = types.find((type) => type.dtype !== dtype);
  if (other !== undefined) refuse(op, `works on ${dtype}, got ${formatType(other)}.`);
}

export function requireRank(op: string, what: string, { shape }: TensorType, rank: number): void {
  if (shape.length !== rank) refuse(op, `${what} has ${rank} axes, got ${formatShape(shape)}.`);
}

/** For inputs that have to be of one type: gradients, slots of optimizers. */
export function requireSame(op: string, first: TensorType, ...others: readonly TensorType[]): void {
  const other = others.find((type) => !sameType(type, first));
  if (other !== undefined) refuse(op, `${formatType(other)} does not fit ${formatType(first)}.`);
}

export function requireAxes(op: string, { shape }: TensorType, axes: readonly number[]): void {
  const bad = axes.find((axis) => !Number.isInteger(axis) || axis < 0 || axis >= shape.length);
  if (bad !== undefined) refuse(op, `there is no axis ${bad} in ${formatShape(shape)}.`);
  if (new Set(axes).size !== axes.length) refuse(op, `an axis is named twice in [${axes.join(', ')}].`);
}

/** NumPy's rule: aligned at the last axis, a size of 1 stretches. */
export function broadcastShapes(op: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (y === 1 || equal(x, y)) return x;
    if (x === 1) return y;
    return refuse(op, `${formatShape(a)} and ${formatShape(b)} do not broadcast: ${formatDim(x)} against ${formatDim(y)}.`);
  });
}

/** What is left of a shape when axes are summed up. */
export const reducedShape = (shape: Shape, axes: readonly number[], keepDims: boolean): Shape =>
  keepDims ? shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim)) : shape.filter((_, axis) => !axes.includes(axis));
