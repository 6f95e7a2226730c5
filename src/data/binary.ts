/** Files of numbers that say in a header what they hold. */
import { type Found, fileError } from './files';

/** Throws a `DataError` where the values are more or fewer bytes than the header says. */
export function requireSize(file: Found, header: number, shape: readonly number[], itemSize: number, length: number): void {
  const wanted = header + itemSize * shape.reduce((a, b) => a * b, 1);
  if (length === wanted) return;
  const what = `the header promises ${shape.join(' x ')} values, which takes ${wanted} bytes, and the file has ${length}`;
  throw fileError(file, `${what}. Copy it again`, `byte ${Math.min(length, wanted)}`);
}

/** `93 4e 55 4d` */
export const hex = (bytes: Uint8Array, length: number): string =>
  Array.from(bytes.subarray(0, length), (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'nothing';

/** Enough for every header. */
export const HEADER_BYTES = 4096;
