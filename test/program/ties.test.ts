/** Where a derivative is not unique, TensorFlow's choice holds. */
import { expect, test } from 'vitest';
import type { Value } from '../../src/ir/program';
import { differentiate } from '../../src/program/differentiate';
import type { Graph } from '../../src/program/graph';
import { compute, tensor } from './support';

/** Gradients of the sum of what is built, one list for each input. */
function gradients(inputs: readonly (readonly number[])[], f: (g: Graph, ...values: Value[]) => Value): number[][] {
  const named = Object.fromEntries(inputs.map((data, k) => [`x${k}`, tensor([data.length], data)]));
  const outputs = compute(named, (g, values) => {
    const found = differentiate(g, g.reduceSum(f(g, ...values)), values);
    return Object.fromEntries(found.map((value, k) => [`x${k}`, value as Value]));
  });
  return inputs.map((_, k) => [...(outputs[`x${k}`]?.data ?? [])]);
}

test('relu and abs have slope 0 at 0', () => {
  expect(gradients([[-1, 0, 2]], (g, x) => g.relu(x))).toEqual([[0, 0, 1]]);
  expect(gradients([[-1, 0, 2]], (g, x) => g.abs(x))).toEqual([[-1, 0, 1]]);
});

test('in maximum and minimum a tie belongs to the first', () => {
  const [a, b] = [
    [1, 2, 3],
    [2, 2, 2],
  ];
  const maximum = [
    [0, 1, 1],
    [1, 0, 0],
  ];
  const minimum = [
    [1, 1, 0],
    [0, 0, 1],
  ];
  expect(gradients([a, b], (g, x, y) => g.maximum(x as Value, y as Value))).toEqual(maximum);
  expect(gradients([a, b], (g, x, y) => g.minimum(x as Value, y as Value))).toEqual(minimum);
});

test('equal maxima of reduceMax share', () => {
  expect(gradients([[5, 1, 5, 5, 5]], (g, x) => g.reduceMax(x))).toEqual([[0.25, 0, 0.25, 0.25, 0.25]]);
});

test('of equal maxima under a pooling window the first in row-major order takes all', () => {
  const attrs = { size: [2, 2], strides: [1, 1], padding: 'valid' } as const;
  const image = (g: Graph, x: Value): Value => g.maxPool2d(g.reshape(x, [1, 2, 3, 1]), attrs);
  expect(gradients([[1, 1, 1, 1, 1, 1]], image)).toEqual([[1, 1, 0, 0, 0, 0]]);
  expect(gradients([[0, 7, 0, 7, 0, 7]], image)).toEqual([[0, 2, 0, 0, 0, 0]]);
});

test('the exponent of a base of 0 or less has slope 0', () => {
  const [bases, exponents] = gradients(
    [
      [0, -2, 3],
      [2, 3, 2],
    ],
    (g, a, b) => g.pow(a as Value, b as Value),
  );
  expect(bases).toEqual([0, 12, 6]);
  expect(exponents?.map((slope) => slope + 0)).toEqual([0, 0, 9 * Math.log(3)]);
});
