/** Random pictures and labels of MNIST's shape, in MNIST's format, so that all contenders train on the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SIDE = 28;
const CLASSES = 10;

/** Into `pictures` and `labels` of a folder. */
export function writeData(folder: string, rows: number): void {
  // xorshift32: the same pictures every time.
  let state = 1;
  const draw = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const pictures = Uint8Array.from({ length: rows * SIDE * SIDE }, () => draw() >>> 24);
  const labels = Uint8Array.from({ length: rows }, () => draw() % CLASSES);
  writeFileSync(join(folder, 'pictures'), idxOf([rows, SIDE, SIDE], pictures));
  writeFileSync(join(folder, 'labels'), idxOf([rows], labels));
}

/** Without the headers. */
export const readData = (folder: string) => ({
  pictures: readFileSync(join(folder, 'pictures')).subarray(16),
  labels: readFileSync(join(folder, 'labels')).subarray(8),
});

function idxOf(shape: readonly number[], values: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt8(0x08, 2);
  header.writeUInt8(shape.length, 3);
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([header, values]);
}
