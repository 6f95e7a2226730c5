/** Moving tensors between threads without copying them. */
import type { TensorData } from '../../ir/tensor';
import type { Tensors } from '../engine';

/** The buffers to hand over. */
export const buffersOf = (tensors: Tensors): ArrayBuffer[] => [
  ...new Set(Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer)),
];

/** The same tensors, each in a buffer of its own size: a part of a larger buffer is copied, so that the rest can stay. */
export const detachable = (tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, { ...tensor, data: alone(tensor.data) }]));

function alone(data: TensorData['data']): TensorData['data'] {
  const { buffer, byteOffset, byteLength } = data;
  if (byteLength === buffer.byteLength) return data;
  const part = buffer.slice(byteOffset, byteOffset + byteLength);
  if (data instanceof Float32Array) return new Float32Array(part);
  return data instanceof Int32Array ? new Int32Array(part) : new Uint8Array(part);
}
