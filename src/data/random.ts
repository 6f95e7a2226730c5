/**
 * Seeded orders of rows. The same seed and purpose give the same order on every machine, and different purposes (the
 * split, an epoch) are independent of each other.
 *
 * The generator is sfc32 of Chris Doty-Humphrey's PractRand 0.95: 128 bits of state, 32 bits a draw, whole-number arithmetic only.
 */

type Draw = () => number;

/** The numbers 0 to `size` − 1 in random order: Fisher-Yates. */
export function permutation(size: number, seed: number, purpose: string): Uint32Array {
  const order = identity(size);
  const draw = generator(seed, purpose);
  for (let last = size - 1; last > 0; last--) {
    const other = below(last + 1, draw);
    const moved = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = moved;
  }
  return order;
}

export function identity(size: number): Uint32Array {
  const order = new Uint32Array(size);
  // `Uint32Array.from` takes fifteen times as long, and the engine waits for it at the beginning of every epoch.
  for (let row = 0; row < size; row++) order[row] = row;
  return order;
}

/** Uniform over 0 to `bound` − 1: draws beyond the last whole multiple of `bound` are thrown away. */
function below(bound: number, draw: Draw): number {
  for (;;) {
    const value = draw();
    const rest = value % bound;
    if (value - rest + bound <= 2 ** 32) return rest;
  }
}

function generator(seed: number, purpose: string): Draw {
  let a = seed >>> 0;
  let b = Math.floor(seed / 2 ** 32) >>> 0;
  let c = hash(purpose);
  let counter = 1;
  const draw = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  // The first draws still show the seed.
  for (let round = 0; round < 15; round++) draw();
  return draw;
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
