/** WebAssembly in bytes: a module of one function that works in a memory of the caller's. https://webassembly.github.io/spec/core/binary */

/** A NUL, `asm`, version 1. */
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
const FUNCTION = 0x60;
const IMPORTED_MEMORY = 0x02;
const EXPORTED_FUNCTION = 0x00;

// Types.
export const I32 = 0x7f;
export const F32 = 0x7d;
export const V128 = 0x7b;

export interface Code {
  readonly parameters: readonly number[];
  /** Of each type so many. They are numbered behind the parameters. */
  readonly locals: readonly (readonly [count: number, type: number])[];
  readonly instructions: readonly number[];
}

export function encodeModule({ parameters, locals, instructions }: Code): Uint8Array<ArrayBuffer> {
  const body = [...vector(locals.map(([count, type]) => [...leb(count), type])), ...instructions, END];
  const noResult = 0;
  const atLeastNoPage = [0, 0];
  return Uint8Array.from([
    ...MAGIC,
    ...section(1, [FUNCTION, ...vector(parameters.map((type) => [type])), noResult]),
    ...section(2, [...text('caller'), ...text('memory'), IMPORTED_MEMORY, ...atLeastNoPage]),
    ...section(3, [0]),
    ...section(7, [...text('run'), EXPORTED_FUNCTION, 0]),
    ...section(10, [...leb(body.length), ...body]),
  ]);
}

/** Its function. */
export function instantiate(module: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): unknown {
  return new WebAssembly.Instance(new WebAssembly.Module(module), { caller: { memory } }).exports.run;
}

/** Ends a block, and the function. */
export const END = 0x0b;

/** A number of seven bits a byte, the lowest first. */
export function leb(number: number): number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...leb(number >>> 7)];
}

/** Lowest byte first, as on every processor that onnxruntime runs on. */
export const float = (number: number): Uint8Array => new Uint8Array(Float32Array.of(number).buffer);

const vector = (items: readonly (readonly number[])[]): number[] => [...leb(items.length), ...items.flat()];

/** With one entry. */
function section(id: number, entry: readonly number[]): number[] {
  const content = vector([entry]);
  return [id, ...leb(content.length), ...content];
}

const text = (characters: string): number[] => vector([...Buffer.from(characters)].map((code) => [code]));
