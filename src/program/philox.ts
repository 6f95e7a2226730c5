/**
 * Random numbers as a function: Philox 4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011) turns a
 * counter and a key into four random words. The key comes from the seed and the stream's id, the counter from the step and
 * the position, so every number can be made anywhere and in any order.
 */

interface Stream {
  /** A whole number. */
  readonly seed: number;
  readonly id: string;
  readonly step: number;
}

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53 | 0;
const MULTIPLIER_1 = 0xcd9e8d57 | 0;
/** The golden ratio and √3 − 1, as 32-bit fractions. */
const WEYL_0 = 0x9e3779b9 | 0;
const WEYL_1 = 0xbb67ae85 | 0;

/** `length` numbers in [0, 1), each a multiple of 2^-24. Numbers 4k to 4k + 3 come from block k. */
export function uniform(length: number, { seed, id, step }: Stream): Float32Array {
  const [seedLow, seedHigh] = words(seed);
  const [stepLow, stepHigh] = words(step);
  const key = hash(id) ^ seedHigh;
  const block = new Int32Array(4);
  const result = new Float32Array(length);
  for (let at = 0; at < length; at += 4) {
    philox(block, at / 4, 0, stepLow, stepHigh, seedLow, key);
    const filled = Math.min(4, length - at);
    for (let k = 0; k < filled; k++) result[at + k] = ((block[k] as number) >>> 8) * 2 ** -24;
  }
  return result;
}

/** Fills a block with the random words of a counter (a to d) under a key. */
export function philox(block: Int32Array, a: number, b: number, c: number, d: number, key0: number, key1: number): void {
  let [c0, c1, c2, c3] = [a | 0, b | 0, c | 0, d | 0];
  let [k0, k1] = [key0 | 0, key1 | 0];
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = highWord(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = highWord(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  block[0] = c0;
  block[1] = c1;
  block[2] = c2;
  block[3] = c3;
}

/** The upper 32 bits of a product of two words, from 16-bit halves. Everything stays a 32-bit integer, which is what is fast. */
function highWord(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = (Math.imul(xHigh, yLow) + (Math.imul(xLow, yLow) >>> 16)) | 0;
  const lower = (Math.imul(xLow, yHigh) + (middle & 0xffff)) | 0;
  return (Math.imul(xHigh, yHigh) + (middle >>> 16) + (lower >>> 16)) | 0;
}

/** FNV-1a over the code units: what an id adds to the key. */
export function hash(id: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) value = Math.imul(value ^ id.charCodeAt(i), 0x01000193);
  return value;
}

export const words = (whole: number): readonly [low: number, high: number] => [whole | 0, Math.floor(whole / 2 ** 32) | 0];
