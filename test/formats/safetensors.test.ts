import { describe, expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/formats/safetensors';
import type { TensorData } from '../../src/ir/tensor';

const tensors: Readonly<Record<string, TensorData>> = {
  mask: { shape: [3], dtype: 'bool', data: Uint8Array.of(1, 0, 1) },
  'dense/kernel': { shape: [2, 3], dtype: 'float32', data: Float32Array.of(0.1, -2, 3e-38, Number.NaN, Infinity, -0) },
  pixels: { shape: [1, 2], dtype: 'uint8', data: Uint8Array.of(255, 7) },
  'números/标签': { shape: [], dtype: 'int32', data: Int32Array.of(-5) },
  nothing: { shape: [0, 4], dtype: 'float32', data: new Float32Array(0) },
};

/** A file from a header and a number of bytes behind it. */
function file(header: string, length: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (dtype: string, shape: readonly number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe('round trip', () => {
  test('keeps names, types, shapes, every bit, and metadata', () => {
    const read = readSafetensors(writeSafetensors(tensors, { format: 'modelwright', note: '“ü”' }));
    expect(read.metadata).toEqual({ format: 'modelwright', note: '“ü”' });
    expect(read.tensors).toEqual(tensors);
    expect(Object.is(read.tensors['dense/kernel']?.data[5], -0)).toBe(true);
  });

  test('reads from any place in a buffer, into buffers of the tensors’ own', () => {
    const written = writeSafetensors(tensors);
    const shifted = Buffer.concat([Buffer.alloc(3), written]);
    const { data } = readSafetensors(shifted.subarray(3)).tensors['dense/kernel'] as TensorData;
    expect(data.byteLength).toBe(data.buffer.byteLength);
    expect(data[1]).toBe(-2);
  });

  test('writes parts of larger arrays', () => {
    const part = { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4).subarray(1, 3) } as const;
    expect(readSafetensors(writeSafetensors({ part })).tensors.part?.data).toEqual(Float32Array.of(2, 3));
  });

  test('aligns the numbers, and knows an empty file', () => {
    const bytes = writeSafetensors(tensors);
    expect(new DataView(bytes.buffer).getBigUint64(0, true) % 8n).toBe(0n);
    expect(readSafetensors(writeSafetensors({}))).toEqual({ tensors: {}, metadata: {} });
  });
});

describe('a file with a fault is refused', () => {
  const good = writeSafetensors({ a: { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) } });
  const faults: readonly [string, Uint8Array, string][] = [
    ['nearly empty', good.subarray(0, 5), 'it has 5 bytes'],
    ['cut off in the header', good.subarray(0, 20), 'and only 12 follow'],
    ['cut off in the numbers', good.subarray(0, good.length - 3), 'take 8 bytes, and 5 are there: it is cut off'],
    ['longer than its tensors', file(JSON.stringify({ a: entry('U8', [2], 0, 2) }), 9), '7 bytes behind a belong to no tensor'],
    ['a huge header', file('', 0).fill(0xff), 'its header would be 18446744073709552000 bytes long'],
    ['a header that is no JSON', file('{"a":', 0), 'its header is no JSON.'],
    ['a header that is no UTF-8', Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0x22), 'its header is no JSON.'],
    ['a header that is a list', file('[]', 0), 'its header is no JSON object'],
    ['metadata of numbers', file('{"__metadata__":{"epoch":3}}', 0), '__metadata__ holds something else than text'],
    ['no offsets', file('{"a":{"dtype":"U8","shape":[1]}}', 1), 'a needs a dtype, a shape and two data_offsets'],
    ['a negative size', file(JSON.stringify({ a: entry('U8', [-1], 0, 1) }), 1), 'a needs a dtype, a shape and two data_offsets'],
    ['an unknown type', file(JSON.stringify({ a: entry('F16', [1], 0, 2) }), 2), 'a is F16; F32, I32, U8, BOOL can be read'],
    [
      'a wrong length',
      file(JSON.stringify({ a: entry('F32', [2, 2], 0, 8) }), 8),
      'a F32 [2, 2] takes 16 bytes, its data_offsets [0, 8] span 8',
    ],
    ['offsets turned round', file(JSON.stringify({ a: entry('U8', [2], 2, 0) }), 2), 'its data_offsets [2, 0] span -2'],
    [
      'overlapping tensors',
      file(JSON.stringify({ a: entry('U8', [3], 0, 3), b: entry('U8', [3], 2, 5) }), 5),
      'b overlaps with a',
    ],
    [
      'a hole',
      file(JSON.stringify({ a: entry('U8', [1], 0, 1), b: entry('U8', [1], 3, 4) }), 4),
      '2 bytes between a and b belong to no tensor',
    ],
  ];

  test.each(faults)('%s', (_, bytes, problem) => {
    expect(() => readSafetensors(bytes)).toThrow(problem);
  });
});
