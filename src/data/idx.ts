/**
 * The format of the MNIST files: two zero bytes, the type, the number of axes, then the size of each as a big-endian 32-bit
 * number, then the values. Only unsigned bytes are read, which is what MNIST and its followers hold.
 */
import { HEADER_BYTES, hex, requireSize } from './binary';
import { type Found, fileError, readStart, readWhole } from './files';

export interface IdxHeader {
  readonly shape: readonly number[];
  /** Where the values begin. */
  readonly start: number;
}

export interface Idx extends IdxHeader {
  readonly values: Uint8Array;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/** Sizes only. A small file is checked as a whole. */
export async function readIdxHeader(file: Found): Promise<IdxHeader> {
  const { bytes, share } = await readStart(file, HEADER_BYTES);
  const header = parseHeader(file, bytes);
  if (share === 1) requireSize(file, header.start, header.shape, 1, bytes.length);
  return header;
}

export async function readIdx(file: Found): Promise<Idx> {
  const bytes = await readWhole(file);
  const header = parseHeader(file, bytes);
  requireSize(file, header.start, header.shape, 1, bytes.length);
  return { ...header, values: bytes.subarray(header.start), bytes };
}

function parseHeader(file: Found, bytes: Uint8Array): IdxHeader {
  const [first, second, type, axes = 0] = bytes;
  if (first !== 0 || second !== 0 || type === undefined || axes < 1 || axes > 8) {
    throw fileError(file, `there is ${hex(bytes, 4)}, which no IDX file begins with (00 00 08 03 for images)`, 'byte 0');
  }
  if (type !== UNSIGNED_BYTE) {
    throw fileError(file, `the values are of type ${hex(bytes.subarray(2), 1)}; only unsigned bytes (08) are read`, 'byte 2');
  }
  const start = 4 + 4 * axes;
  if (bytes.length < start) {
    throw fileError(file, `the file ends in its header, which takes ${start} bytes. Copy it again`, `byte ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const empty = shape.indexOf(0);
  if (empty >= 0) throw fileError(file, `axis ${empty} has size 0`, `byte ${4 + 4 * empty}`);
  return { shape, start };
}
