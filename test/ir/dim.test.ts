import { describe, expect, test } from 'vitest';
import {
  add,
  BATCH,
  type Dim,
  divideExactly,
  equal,
  evaluateDim,
  fits,
  floorDivide,
  formatDim,
  isUnknown,
  multiply,
  product,
  subtract,
  symbol,
  UNKNOWN,
} from '../../src/ir/dim';

const time = symbol('time');

describe('a symbolic size', () => {
  test.each<[string, Dim, string]>([
    ['a sum', add(time, 1), 'time + 1'],
    ['a difference', subtract(multiply(2, time), 3), '2·time - 3'],
    ['a product of symbols, in one order', multiply(time, BATCH), 'batch·time'],
    ['the same product the other way round', multiply(BATCH, time), 'batch·time'],
    ['a product of sums', multiply(add(time, 1), subtract(time, 1)), 'time·time - 1'],
    ['a sum that cancels', subtract(add(time, 4), time), '4'],
    ['a product with zero', multiply(0, time), '0'],
    ['a quotient with no rest', floorDivide(multiply(4, time), 2), '2·time'],
    ['a quotient rounded down', floorDivide(subtract(time, 3), 2), '⌊(time - 3)/2⌋'],
    ['a negated symbol', multiply(-1, time), '-time'],
    ['higher degrees before lower ones', add(add(7, time), multiply(time, time)), 'time·time + time + 7'],
  ])('%s is kept in one form', (_, dim, text) => {
    expect(formatDim(dim)).toBe(text);
  });

  test('is a plain number as soon as its symbols cancel', () => {
    expect(subtract(multiply(3, time), multiply(time, 3))).toBe(0);
    expect(product([2, 3, 5])).toBe(30);
  });

  test('takes its value from the bindings of a run', () => {
    expect(evaluateDim(add(floorDivide(subtract(time, 3), 2), 1), { time: 28 })).toBe(13);
    expect(evaluateDim(multiply(BATCH, add(time, 2)), { batch: 3, time: 5 })).toBe(21);
    expect(() => evaluateDim(time, { batch: 3 })).toThrow("The size 'time' has no value here.");
  });

  test('divides exactly where every term does', () => {
    expect(divideExactly(multiply(BATCH, 1568), 32)).toEqual(multiply(BATCH, 49));
    expect(divideExactly(multiply(BATCH, 1568), BATCH)).toBe(1568);
    expect(divideExactly(multiply(BATCH, 10), 4)).toBeUndefined();
    expect(divideExactly(12, BATCH)).toBeUndefined();
    expect(divideExactly(12, 5)).toBeUndefined();
    expect(divideExactly(add(time, 2), add(time, 2))).toBe(1);
  });

  test('is plain JSON', () => {
    const dim = add(floorDivide(subtract(time, 3), 2), BATCH);
    expect(equal(JSON.parse(JSON.stringify(dim)), dim)).toBe(true);
  });
});

describe('an unknown size', () => {
  test('spreads through arithmetic', () => {
    for (const dim of [add(UNKNOWN, 1), multiply(time, UNKNOWN), floorDivide(UNKNOWN, 2), subtract(UNKNOWN, UNKNOWN)]) {
      expect(isUnknown(dim)).toBe(true);
    }
  });

  test('fits every size, so that one fault is reported once', () => {
    expect(fits(UNKNOWN, 10)).toBe(true);
    expect(fits(time, UNKNOWN)).toBe(true);
    expect(fits(9, 10)).toBe(false);
    expect(fits(time, BATCH)).toBe(false);
  });
});
