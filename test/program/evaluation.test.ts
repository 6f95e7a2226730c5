/** The interpreter against numbers from elsewhere: PyTorch, or worked out by hand. */
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/ir/program';
import { interpret } from '../../src/program/interpret';
import { compute, expectClose, graph, tensor } from './support';
import { facts, given } from './torch-facts';

describe('PyTorch computes the same', () => {
  test.each(facts.convolutions)('convolution and its gradients, $attrs', ({ attrs, x, kernel, y, dy, dx, dkernel }) => {
    const outputs = compute({ x: given(x), kernel: given(kernel), dy: given(dy) }, (g, [a, k, d]) => ({
      y: g.conv2d(a as Value, k as Value, attrs),
      dx: g.conv2dInputGradient(d as Value, k as Value, a as Value, attrs),
      dkernel: g.conv2dFilterGradient(a as Value, d as Value, k as Value, attrs),
    }));
    for (const [name, fact] of Object.entries({ y, dx, dkernel })) {
      expect(outputs[name]?.shape).toEqual(fact.shape);
      expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
    }
  });

  test.each(facts.poolings)('pooling and its gradient, $attrs', ({ attrs, x, y, dy, dx }) => {
    const outputs = compute({ x: given(x), y: given(y), dy: given(dy) }, (g, [a, b, d]) => ({
      y: g.maxPool2d(a as Value, attrs),
      dx: g.maxPool2dGradient(a as Value, b as Value, d as Value, attrs),
    }));
    for (const [name, fact] of Object.entries({ y, dx })) expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
  });

  test.each(facts.averagePoolings)('average pooling and its gradient, $attrs', ({ attrs, x, y, dy, dx }) => {
    const outputs = compute({ x: given(x), dy: given(dy) }, (g, [a, d]) => ({
      y: g.averagePool2d(a as Value, attrs),
      dx: g.averagePool2dGradient(d as Value, a as Value, attrs),
    }));
    for (const [name, fact] of Object.entries({ y, dx })) expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
  });

  test.each(facts.normalizations)(
    'batch normalization and its gradient, $attrs',
    ({ attrs, x, scale, offset, dy, ...expected }) => {
      const inputs = { x: given(x), scale: given(scale), offset: given(offset), dy: given(dy) };
      const outputs = compute(inputs, (g, values) => {
        const [a, s, o, d] = values as [Value, Value, Value, Value];
        const { y, mean, variance } = g.batchNormalization(a, s, o, attrs);
        const [dx, dscale, doffset] = g.batchNormalizationGradient(d, a, s, mean, variance, attrs);
        return { y, dx, dscale, doffset };
      });
      for (const [name, fact] of Object.entries(expected)) expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
    },
  );

  test('a look-up and its gradient', () => {
    const { table, ids, y, dy, dtable } = facts.lookup;
    const inputs = { table: given(table), ids: { ...given(ids), dtype: 'int32' as const }, dy: given(dy) };
    const outputs = compute(inputs, (g, values) => {
      const [t, i, d] = values as [Value, Value, Value];
      return { y: g.gather(t, i), dtable: g.gatherGradient(d, i, t) };
    });
    for (const [name, fact] of Object.entries({ y, dtable })) expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
  });

  test('softmax and the cross-entropies', () => {
    const { logits, targets, labels, zerosAndOnes, ...expected } = facts.entropies;
    const inputs = {
      logits: given(logits),
      targets: given(targets),
      labels: { ...given(labels), dtype: 'int32' as const },
      zerosAndOnes: given(zerosAndOnes),
    };
    const outputs = compute(inputs, (g, values) => {
      const [x, t, l, z] = values as [Value, Value, Value, Value];
      return {
        softmax: g.softmax(x),
        logSoftmax: g.logSoftmax(x),
        softmaxCrossEntropy: g.softmaxCrossEntropy(x, t),
        sparseSoftmaxCrossEntropy: g.sparseSoftmaxCrossEntropy(x, l),
        sigmoidCrossEntropy: g.sigmoidCrossEntropy(x, z),
      };
    });
    for (const [name, fact] of Object.entries(expected)) expectClose(outputs[name]?.data ?? [], fact.data, 1e-10, name);
  });
});

describe('by hand', () => {
  const numbers = (build: Parameters<typeof compute>[1], ...inputs: readonly number[][]): number[] => {
    const tensors = Object.fromEntries(inputs.map((data, k) => [String(k), tensor([data.length], data)]));
    return [...(compute(tensors, build).y?.data ?? [])];
  };
  const [zero, one] = [0 as Value, 1 as Value];

  test('layout', () => {
    const x = [1, 2, 3, 4, 5, 6];
    expect(numbers((g) => ({ y: g.transpose(g.reshape(zero, [2, 3])) }), x)).toEqual([1, 4, 2, 5, 3, 6]);
    expect(numbers((g) => ({ y: g.reverse(g.reshape(zero, [2, 3]), [-1]) }), x)).toEqual([3, 2, 1, 6, 5, 4]);
    expect(numbers((g) => ({ y: g.slice(zero, { begin: [1], size: [3] }) }), x)).toEqual([2, 3, 4]);
    expect(numbers((g) => ({ y: g.pad(zero, { before: [1], after: [2], value: 9 }) }), [1, 2])).toEqual([9, 1, 2, 9, 9]);
    expect(numbers((g) => ({ y: g.dilate(zero, { axes: [0], factors: [3] }) }), [1, 2])).toEqual([1, 0, 0, 2]);
    expect(numbers((g) => ({ y: g.concat([zero, one, zero], -1) }), [1, 2], [3])).toEqual([1, 2, 3, 1, 2]);
    expect(numbers((g) => ({ y: g.broadcastTo(g.expandDims(zero, -1), [2, 2]) }), [1, 2])).toEqual([1, 1, 2, 2]);
  });

  test('broadcasting aligns at the last axis', () => {
    expect(numbers((g) => ({ y: g.sub(g.reshape(zero, [2, 1]), one) }), [1, 2], [10, 20, 30])).toEqual([
      -9, -19, -29, -8, -18, -28,
    ]);
  });

  test('casts and classes', () => {
    expect(numbers((g) => ({ y: g.cast(zero, 'int32') }), [-1.7, -0.2, 0, 1.7]).map((x) => x + 0)).toEqual([-1, 0, 0, 1]);
    expect(numbers((g) => ({ y: g.cast(zero, 'bool') }), [-0.5, 0, 2])).toEqual([1, 0, 1]);
    expect(numbers((g) => ({ y: g.argMax(zero, 0) }), [1, 7, 7, 2])).toEqual([1]);
    expect(numbers((g) => ({ y: g.oneHot(g.cast(zero, 'int32'), 3) }), [2, 0, 3, -1])).toEqual([
      0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  test('large logits overflow nowhere', () => {
    expect(numbers((g) => ({ y: g.softmax(zero) }), [1000, 1000])).toEqual([0.5, 0.5]);
    expect(numbers((g) => ({ y: g.sigmoidCrossEntropy(zero, one) }), [1000, -1000], [0, 1])).toEqual([1000, 1000]);
  });
});

describe('a run', () => {
  const g = graph('counter');
  const x = g.input('x', { shape: [{ terms: [{ times: 1, of: ['batch'] }] }, 2], dtype: 'float32' });
  const total = g.state('total', { shape: [], dtype: 'float32' });
  g.update(total, g.add(total, g.reduceSum(x)));
  g.output('before', total);
  g.output('noise', g.random('noise', [2]));
  const program = g.finish();
  const state = { total: tensor([], [10]) };

  test('keeps state for the next one, for any batch', () => {
    const first = interpret(program, { inputs: { x: tensor([1, 2], [1, 2]) }, state });
    expect(first.outputs.before?.data[0]).toBe(10);
    const second = interpret(program, { inputs: { x: tensor([3, 2], [1, 1, 1, 1, 1, 1]) }, state: first.state });
    expect(second.outputs.before?.data[0]).toBe(13);
    expect(second.state.total?.data[0]).toBe(19);
  });

  test('draws the same for the same seed and step', () => {
    const noise = (seed: number, step: number): number[] => [
      ...(interpret(program, { inputs: { x: tensor([1, 2], [0, 0]) }, state, seed, step }).outputs.noise?.data ?? []),
    ];
    expect(noise(1, 2)).toEqual(noise(1, 2));
    expect(noise(1, 3)).not.toEqual(noise(1, 2));
    expect(noise(2, 2)).not.toEqual(noise(1, 2));
  });

  test('refuses what does not fit, with the sizes', () => {
    expect(() => interpret(program, { inputs: {}, state })).toThrow('x [batch, 2] is missing.');
    expect(() => interpret(program, { inputs: { x: tensor([1, 3], [1, 2, 3]) }, state })).toThrow(
      'x has to be [batch, 2] where batch is 1, got [1, 3].',
    );
  });
});
