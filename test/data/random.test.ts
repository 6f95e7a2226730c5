import { describe, expect, it } from 'vitest';
import { permutation } from '../../src/data/random';

describe('permutation', () => {
  it('holds every row once', () => {
    for (const size of [0, 1, 2, 7, 1797]) {
      expect([...permutation(size, 3, 'a')].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, row) => row));
    }
  });

  it('depends on seed and purpose only', () => {
    const order = [...permutation(100, 5, 'split')];
    expect([...permutation(100, 5, 'split')]).toEqual(order);
    expect([...permutation(100, 6, 'split')]).not.toEqual(order);
    expect([...permutation(100, 5 + 2 ** 32, 'split')]).not.toEqual(order);
    expect([...permutation(100, 5, 'epoch/1')]).not.toEqual(order);
  });

  it('stays the same from version to version, so that old runs can be repeated', () => {
    expect([...permutation(10, 1, 'split')]).toEqual([1, 3, 4, 6, 7, 0, 8, 2, 9, 5]);
  });

  it('is fair: each of the 24 orders of 4 rows about equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 24_000; seed++) {
      const order = permutation(4, seed, 'fair').join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    const chiSquare = [...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    expect(counts.size).toBe(24);
    // 23 degrees of freedom: 99.9 % of fair generators stay under 49.7.
    expect(chiSquare).toBeLessThan(49.7);
  });
});
