import { describe, expect, test } from 'vitest';
import { philox, uniform } from '../../src/program/philox';

const hex = (text: string): number[] => text.split(' ').map((word) => Number.parseInt(word, 16));

describe('Philox 4x32-10', () => {
  // Random123's kat_vectors.
  test.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('counter %s under key %s', (counter, key, expected) => {
    const [a = 0, b = 0, c = 0, d = 0] = hex(counter);
    const [first = 0, second = 0] = hex(key);
    const block = new Int32Array(4);
    philox(block, a, b, c, d, first, second);
    expect([...new Uint32Array(block.buffer)]).toEqual(hex(expected));
  });
});

describe('uniform', () => {
  const stream = { seed: 3, id: 'dropout_1', step: 12 };
  const numbers = uniform(10_001, stream);

  test('stays in [0, 1) on a grid of 2^-24, with the mean and the variance of a uniform', () => {
    expect(numbers.every((u) => u >= 0 && u < 1 && Number.isInteger(u * 2 ** 24))).toBe(true);
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    expect(mean).toBeCloseTo(1 / 2, 1.5);
    expect(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / numbers.length).toBeCloseTo(1 / 12, 2);
  });

  test('is a function of position: a shorter draw is the beginning of a longer one', () => {
    expect(uniform(7, stream)).toEqual(numbers.slice(0, 7));
  });

  test.each([
    { ...stream, seed: 4 },
    { ...stream, seed: 3 + 2 ** 32 },
    { ...stream, id: 'dropout_2' },
    { ...stream, step: 13 },
    { ...stream, step: 12 + 2 ** 32 },
  ])('differs for %o', (other) => {
    const equal = uniform(10_001, other).filter((u, i) => u === numbers[i]).length;
    expect(equal).toBeLessThan(10);
  });
});
