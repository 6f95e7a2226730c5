/** Behind a maximum pooling, relu's gradient and the sums of it are taken from what was pooled: the same numbers from fewer. */
import { expect, test } from 'vitest';
import type { Value } from '../../src/ir/program';
import type { PoolAttributes } from '../../src/program/attributes';
import { differentiate } from '../../src/program/differentiate';
import type { Graph } from '../../src/program/graph';
import { compute, expectClose, graph, randomLabels, randomTensor, tensor } from './support';

const shape = [2, 7, 6, 3];
// Whole numbers, so that maxima are equal, and whole windows not positive.
const x = tensor(
  shape,
  Array.from(randomLabels('x', shape, 6).data, (value) => value - 4),
);

/** Gradients of image and bias; `apart` keeps relu and pooling from seeing each other. */
function gradients(g: Graph, image: Value, bias: Value, slopes: Value, attrs: PoolAttributes, apart: boolean): readonly Value[] {
  const y = g.relu(g.add(image, bias));
  const pooled = g.maxPool2d(apart ? g.reshape(y, shape) : y, attrs);
  return differentiate(g, g.reduceSum(g.mul(pooled, slopes)), [image, bias]) as Value[];
}

const cases: readonly PoolAttributes[] = [
  { size: [2, 2], strides: [2, 2], padding: 'valid' },
  { size: [3, 3], strides: [2, 2], padding: 'same' },
  { size: [3, 2], strides: [1, 1], padding: 'valid' },
];

test.each(cases)('$size windows, $strides apart, $padding', (attrs) => {
  const g = graph();
  const sizes = g.shapeOf(g.maxPool2d(g.input('x', x), attrs)).map(Number);
  const inputs = { x, bias: randomTensor('bias', [3]), slopes: randomTensor('slopes', sizes) };
  const ops: string[] = [];
  const found = compute(inputs, (own, [image, bias, slopes]) => {
    const given = [image, bias, slopes] as [Value, Value, Value];
    const [dx, dbias] = gradients(own, ...given, attrs, false) as [Value, Value];
    ops.push(...[dx, dbias].map((value) => own.maker(value)?.op ?? ''));
    const [dxApart, dbiasApart] = gradients(own, ...given, attrs, true) as [Value, Value];
    return { dx, dbias, dxApart, dbiasApart };
  });
  // Nothing is done to an image after the pooling's gradient.
  expect(ops[0]).toBe('maxPool2dGradient');
  expect(found.dx?.data.some((value) => value !== 0)).toBe(true);
  expect(found.dx?.data.map((value) => value + 0)).toEqual(found.dxApart?.data.map((value) => value + 0));
  expectClose(found.dbias?.data ?? [], found.dbiasApart?.data ?? [], 1e-12);
});
