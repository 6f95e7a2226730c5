/**
 * Named tensors in a file: https://github.com/huggingface/safetensors#format. The length of the header in 8 bytes, the header
 * as JSON, then the numbers, all little-endian, as typed arrays are on every machine that Node.js runs on.
 */
import { count, type DType, type TensorData } from '../ir/tensor';

type Tensors = Readonly<Record<string, TensorData>>;

export interface Safetensors {
  readonly tensors: Tensors;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** From the end of the header on. */
  readonly data_offsets: readonly [begin: number, end: number];
}

const NAMES: Readonly<Record<DType, string>> = { float32: 'F32', int32: 'I32', uint8: 'U8', bool: 'BOOL' };
const DTYPES = Object.fromEntries(Object.entries(NAMES).map(([dtype, name]) => [name, dtype])) as Readonly<Record<string, DType>>;
const BYTES: Readonly<Record<DType, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };

const PREFIX = 8;
/** The reference implementation reads no more. */
const LONGEST_HEADER = 100_000_000;

export function writeSafetensors(tensors: Tensors, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  // Wide numbers first: all lie at multiples of their size then.
  const sorted = Object.entries(tensors).toSorted(([, a], [, b]) => BYTES[b.dtype] - BYTES[a.dtype]);
  let end = 0;
  const entries = sorted.map(([name, { dtype, shape, data }]): [string, Entry] => {
    const begin = end;
    end += data.byteLength;
    return [name, { dtype: NAMES[dtype], shape, data_offsets: [begin, end] }];
  });
  const extra = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const json = new TextEncoder().encode(JSON.stringify({ ...extra, ...Object.fromEntries(entries) }));
  const header = Math.ceil(json.length / PREFIX) * PREFIX;

  const bytes = new Uint8Array(PREFIX + header + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header), true);
  bytes.fill(0x20, PREFIX, PREFIX + header);
  bytes.set(json, PREFIX);
  for (const [k, [, { data }]] of sorted.entries()) {
    const [begin] = (entries[k] as [string, Entry])[1].data_offsets;
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), PREFIX + header + begin);
  }
  return bytes;
}

/** Every tensor gets a buffer of its own. Throws an `Error` that says what is wrong with the file. */
export function readSafetensors(bytes: Uint8Array): Safetensors {
  const { __metadata__: metadata = {}, ...entries } = readHeader(bytes);
  if (!isRecord(metadata) || !Object.values(metadata).every((text) => typeof text === 'string')) {
    refuse('__metadata__ holds something else than text');
  }
  const start = PREFIX + headerLength(bytes);
  const checked = Object.entries(entries).map(([name, entry]) => ({ name, ...checkEntry(name, entry) }));
  requireGapless(checked, bytes.length - start);
  const tensors = checked.map(({ name, dtype, shape, begin, end }) => {
    // Not bytes.slice, which is no copy where the bytes are a Buffer.
    const from = bytes.byteOffset + start;
    const buffer = bytes.buffer.slice(from + begin, from + end);
    const data =
      dtype === 'float32' ? new Float32Array(buffer) : dtype === 'int32' ? new Int32Array(buffer) : new Uint8Array(buffer);
    return [name, { shape, dtype, data }];
  });
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Safetensors['metadata'] };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < PREFIX) refuse(`it has ${bytes.length} bytes, the header's length alone takes ${PREFIX}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > LONGEST_HEADER) refuse(`its header would be ${length} bytes long, more than ${LONGEST_HEADER}`);
  if (PREFIX + length > bytes.length) refuse(`its header is ${length} bytes long, and only ${bytes.length - PREFIX} follow`);
  return length;
}

function readHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const text = bytes.subarray(PREFIX, PREFIX + headerLength(bytes));
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(text));
  } catch {
    refuse('its header is no JSON');
  }
  return isRecord(header) ? header : refuse('its header is no JSON object');
}

interface Checked {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function checkEntry(name: string, entry: unknown): Omit<Checked, 'name'> {
  if (!isEntry(entry)) return refuse(`${name} needs a dtype, a shape and two data_offsets`);
  const { shape } = entry;
  const [begin, end] = entry.data_offsets;
  const dtype = DTYPES[entry.dtype];
  if (dtype === undefined) {
    return refuse(`${name} is ${entry.dtype}; ${Object.values(NAMES).join(', ')} can be read`);
  }
  const size = count(shape) * BYTES[dtype];
  if (end - begin !== size) {
    refuse(
      `${name} ${entry.dtype} [${shape.join(', ')}] takes ${size} bytes, its data_offsets [${begin}, ${end}] span ${end - begin}`,
    );
  }
  return { dtype, shape, begin, end };
}

/** One tensor after the other, from the first byte to the last. */
function requireGapless(entries: readonly Checked[], length: number): void {
  let last: Pick<Checked, 'name' | 'end'> = { name: 'the header', end: 0 };
  for (const entry of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (entry.begin < last.end) refuse(`${entry.name} overlaps with ${last.name}`);
    if (entry.begin > last.end)
      refuse(`${entry.begin - last.end} bytes between ${last.name} and ${entry.name} belong to no tensor`);
    last = entry;
  }
  if (last.end > length) refuse(`its tensors take ${last.end} bytes, and ${length} are there: it is cut off`);
  if (last.end < length) refuse(`${length - last.end} bytes behind ${last.name} belong to no tensor`);
}

function isEntry(value: unknown): value is Entry {
  if (!isRecord(value)) return false;
  const { dtype, shape, data_offsets: offsets } = value;
  return typeof dtype === 'string' && isWholes(shape) && isWholes(offsets) && offsets.length === 2;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isWholes = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);

function refuse(problem: string): never {
  throw new Error(`This is no safetensors file: ${problem}.`);
}
