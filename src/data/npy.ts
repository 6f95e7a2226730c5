/** NumPy's file format (NEP 1): a magic, a version, a header that is a Python dictionary, then the values. */
import { HEADER_BYTES, hex, requireSize } from './binary';
import { type Found, fileError, readStart, readWhole } from './files';
import type { Values } from './source';

export interface NpyHeader {
  readonly shape: readonly number[];
  /** `f4`, `u1`, ... */
  readonly type: keyof typeof TYPES;
  readonly littleEndian: boolean;
  /** Where the values begin. */
  readonly start: number;
}

export interface Npy extends NpyHeader {
  readonly values: Values;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
}

interface Type {
  readonly bytes: number;
  readonly array: new (length: number) => Values;
  read(view: DataView, at: number, littleEndian: boolean): number;
}

const type = (bytes: number, array: Type['array'], read: Type['read']): Type => ({ bytes, array, read });

/** float64 and 64-bit whole numbers become what a network computes with. */
const TYPES = {
  b1: type(1, Uint8Array, (view, at) => view.getUint8(at)),
  u1: type(1, Uint8Array, (view, at) => view.getUint8(at)),
  i1: type(1, Int32Array, (view, at) => view.getInt8(at)),
  u2: type(2, Int32Array, (view, at, little) => view.getUint16(at, little)),
  i2: type(2, Int32Array, (view, at, little) => view.getInt16(at, little)),
  i4: type(4, Int32Array, (view, at, little) => view.getInt32(at, little)),
  u4: type(4, Float32Array, (view, at, little) => view.getUint32(at, little)),
  i8: type(8, Int32Array, (view, at, little) => Number(view.getBigInt64(at, little))),
  f4: type(4, Float32Array, (view, at, little) => view.getFloat32(at, little)),
  f8: type(8, Float32Array, (view, at, little) => view.getFloat64(at, little)),
};

/** Shape and type only. A small file is checked as a whole. */
export async function readNpyHeader(file: Found): Promise<NpyHeader> {
  const { bytes, share } = await readStart(file, HEADER_BYTES);
  const header = parseHeader(file, bytes);
  if (share === 1) requireSize(file, header.start, header.shape, TYPES[header.type].bytes, bytes.length);
  return header;
}

export async function readNpy(file: Found): Promise<Npy> {
  const bytes = await readWhole(file);
  const header = parseHeader(file, bytes);
  requireSize(file, header.start, header.shape, TYPES[header.type].bytes, bytes.length);
  return { ...header, values: valuesOf(file, header, bytes), bytes };
}

function valuesOf(file: Found, { type, start, shape, littleEndian }: NpyHeader, bytes: Uint8Array): Values {
  const { bytes: size, array, read } = TYPES[type];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new array((bytes.length - start) / size);
  for (let k = 0; k < values.length; k++) {
    const value = read(view, start + k * size, littleEndian);
    values[k] = value;
    if (Number.isFinite(values[k]) && (values instanceof Float32Array || values[k] === value)) continue;
    throw fileError(file, `there is ${value}, which training can't compute with`, `[${indexOf(k, shape).join(', ')}]`);
  }
  return values;
}

/** Position k along each axis. */
function indexOf(k: number, shape: readonly number[]): number[] {
  let rest = k;
  return shape
    .toReversed()
    .map((size) => {
      const index = rest % size;
      rest = (rest - index) / size;
      return index;
    })
    .reverse();
}

const MAGIC = '93 4e 55 4d 50 59';

function parseHeader(file: Found, bytes: Uint8Array): NpyHeader {
  if (hex(bytes, 6) !== MAGIC)
    throw fileError(file, `there is ${hex(bytes, 6)}, which no NPY file begins with (${MAGIC})`, 'byte 0');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, length] =
    bytes.length < 12 ? [12, 0] : bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  if (bytes.length < start + length) {
    throw fileError(file, 'the file ends in its header. Copy it again', `byte ${bytes.length}`);
  }
  const text = Buffer.from(bytes.subarray(start, start + length)).toString('latin1');
  const descr = /'descr': *'([<>|=])([a-zA-Z]\d+)'/.exec(text);
  const shape = /'shape': *\(([\d, ]*)\)/.exec(text)?.[1];
  if (shape === undefined) throw fileError(file, 'the header names no shape', `byte ${start}`);
  const [, order = '', name = ''] = descr ?? [];
  if (!isType(name)) {
    const given = /'descr': *('[^']*'|\[)/.exec(text)?.[1] ?? 'none';
    const what = `the type is ${given === '[' ? 'structured' : given}; numbers are read: ${Object.keys(TYPES).join(', ')}`;
    throw fileError(file, `${what}. Save it with .astype('float32')`, `byte ${start}`);
  }
  if (/'fortran_order': *True/.test(text)) {
    throw fileError(file, 'the values are in column order. Save it with numpy.ascontiguousarray', `byte ${start}`);
  }
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  if (sizes.length === 0) throw fileError(file, 'there is a single number and no rows', `byte ${start}`);
  const empty = sizes.indexOf(0);
  if (empty >= 0) throw fileError(file, `axis ${empty} has size 0`, `byte ${start}`);
  return { shape: sizes, type: name, littleEndian: order !== '>', start: start + length };
}

const isType = (name: string): name is keyof typeof TYPES => Object.hasOwn(TYPES, name);

export const dtypeOf = ({ type }: NpyHeader): 'uint8' | 'int32' | 'float32' => {
  const { array } = TYPES[type];
  if (array === Uint8Array) return 'uint8';
  return array === Int32Array ? 'int32' : 'float32';
};
