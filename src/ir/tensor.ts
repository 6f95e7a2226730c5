/** What is known of a tensor before it holds numbers, and the plainest way to hold them. */
import { type Bindings, type Dim, evaluateDim, formatDim, product } from './dim';

export type DType = 'float32' | 'int32' | 'uint8' | 'bool';

export type Shape = readonly Dim[];

export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Numbers with their sizes, row-major. `data` is what an engine wants for the dtype (bool as Uint8Array). */
export interface TensorData {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: Float32Array | Int32Array | Uint8Array;
}

export const elements = (shape: Shape): Dim => product(shape);

/** `[batch, 28, 28, 1]` */
export const formatShape = (shape: Shape): string => `[${shape.map(formatDim).join(', ')}]`;

export const bindShape = (shape: Shape, bindings: Bindings): number[] => shape.map((dim) => evaluateDim(dim, bindings));

/** How many numbers a tensor of known sizes holds. */
export const count = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
