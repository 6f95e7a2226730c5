import { describe, expect, test } from 'vitest';
import { formatDim, symbol } from '../../src/ir/dim';
import { windowExtent, windowOutput, windowPadding } from '../../src/ir/window';

test('a dilated window reaches over its gaps', () => {
  expect(windowExtent(3, 1)).toBe(3);
  expect(windowExtent(3, 2)).toBe(5);
  expect(windowExtent(1, 4)).toBe(1);
});

describe('the number of outputs', () => {
  // As TensorFlow documents them: ⌈n / s⌉, and ⌈(n − extent + 1) / s⌉.
  test.each(
    [1, 2, 3, 4, 5, 8, 9].flatMap((dim) => [1, 2, 3].flatMap((size) => [1, 2, 3].map((stride) => ({ dim, size, stride })))),
  )('$dim entries, a window of $size, a stride of $stride', ({ dim, size, stride }) => {
    expect(windowOutput(dim, size, stride, 1, 'same')).toBe(Math.ceil(dim / stride));
    expect(windowOutput(dim, size, stride, 1, 'valid')).toBe(Math.ceil((dim - size + 1) / stride) + 0);
  });

  test('of a symbolic size', () => {
    const time = symbol('time');
    expect(windowOutput(time, 3, 1, 1, 'same')).toEqual(time);
    expect(formatDim(windowOutput(time, 3, 1, 2, 'valid'))).toBe('time - 4');
    expect(formatDim(windowOutput(time, 3, 2, 1, 'valid'))).toBe('⌊(time - 1)/2⌋');
  });
});

test('padding puts the odd zero behind', () => {
  expect(windowPadding(5, 3, 1, 1, 'valid')).toEqual([0, 0]);
  expect(windowPadding(5, 3, 1, 1, 'same')).toEqual([1, 1]);
  expect(windowPadding(6, 3, 2, 1, 'same')).toEqual([0, 1]);
  expect(windowPadding(5, 2, 1, 1, 'same')).toEqual([0, 1]);
  expect(windowPadding(7, 3, 1, 2, 'same')).toEqual([2, 2]);
  expect(windowPadding(4, 1, 3, 1, 'same')).toEqual([0, 0]);
});
