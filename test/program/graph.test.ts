import { describe, expect, test } from 'vitest';
import { BATCH, multiply, symbol } from '../../src/ir/dim';
import type { Value } from '../../src/ir/program';
import { bindSymbols } from '../../src/program/bindings';
import { differentiate } from '../../src/program/differentiate';
import { expandComposites } from '../../src/program/expand';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { primitives } from '../../src/program/primitives';
import { batched, expectClose, graph, randomTensor } from './support';

const float = (...shape: readonly (number | typeof BATCH)[]) => ({ shape, dtype: 'float32' as const });

describe('what does not fit is refused with its sizes', () => {
  const refusals: readonly (readonly [(g: Graph) => unknown, string])[] = [
    [(g) => g.add(x(g, 2, 3), x(g, 4)), 'add: [2, 3] and [4] do not broadcast: 3 against 4.'],
    [(g) => g.add(x(g, BATCH, 3), x(g, 2, 3)), 'add: [batch, 3] and [2, 3] do not broadcast: batch against 2.'],
    [(g) => g.exp(g.input('i', { shape: [3], dtype: 'int32' })), 'exp: works on float32, got int32 [3].'],
    [(g) => g.reshape(x(g, BATCH, 4), [BATCH, 3]), 'reshape: [batch, 4] and [batch, 3] do not hold the same number of entries.'],
    [(g) => g.reduceSum(x(g, 2, 3), [2]), 'reduceSum: there is no axis 2 in [2, 3].'],
    [(g) => g.matmul(x(g, 2, 3), x(g, 2, 3)), 'matmul: [2, 3] and [2, 3] do not multiply.'],
    [(g) => g.matmul(x(g, 2, 3), x(g, 4, 5), { transposeA: true }), 'matmul: [2, 3] transposed and [4, 5] do not multiply.'],
    [(g) => g.conv2d(x(g, 1, 4, 4, 3), x(g, 3, 3, 2, 8)), '1 × 2 channels are not 3'],
    [(g) => g.conv2d(x(g, 1, 2, 4, 3), x(g, 3, 3, 3, 8)), 'the kernel is larger than the image'],
    [(g) => g.slice(x(g, 4), { begin: [3], size: [2] }), 'slice: 2 entries from 3 on are not in axis 0 of [4].'],
    [(g) => g.concat([x(g, 2, 3), x(g, 3, 3)], 1), 'concat: float32 [2, 3] and float32 [3, 3] differ on more than axis 1.'],
    [(g) => g.sgdUpdate(x(g, 2), x(g, 3), x(g)), 'sgdUpdate: float32 [3] does not fit float32 [2].'],
    [(g) => g.emit('nothing', []), "There is no primitive 'nothing'."],
    [(g) => g.emit('add', [x(g, 1)]), 'add takes 2 inputs, got 1.'],
    [(g) => [g.input('a', float()), g.input('a', float())], 'test has two of input a.'],
    [(g) => g.update(g.state('w', float(2)), x(g, 3)), "w is float32 [2] and can't become float32 [3]."],
    [(g) => differentiate(g, x(g, 2), []), 'A loss is a single number, got float32 [2].'],
  ];
  let made = 0;
  const x = (g: Graph, ...shape: readonly (number | typeof BATCH)[]): Value => g.input(`x${made++}`, float(...shape));

  test.each(refusals)('%#: %s', (build, message) => {
    expect(() => build(graph())).toThrow(message);
  });
});

test('finish leaves out what nothing needs, and numbers the rest without gaps', () => {
  const g = graph();
  const x = g.input('x', float(2));
  const unused = g.exp(x);
  g.log(unused);
  const w = g.state('w', float(2));
  g.input('also unused', float());
  g.update(w, g.mul(w, x));
  g.output('y', g.neg(x));
  const program = g.finish();
  expect(program.nodes.map(({ op }) => op)).toEqual(['mul', 'neg']);
  expect(program.inputs.map(({ name }) => name)).toEqual(['x', 'also unused']);
  expect(program.values).toHaveLength(5);
  expect(program.state).toEqual([{ name: 'w', value: 2, next: 3 }]);
});

test('a value on two paths gathers the gradients of both; values off the path have none', () => {
  const g = graph();
  const [x, y] = [g.input('x', float(3)), g.input('y', float(3))];
  const loss = g.reduceSum(g.add(g.mul(x, x), g.mul(x, g.stopGradient(g.mul(x, y)))));
  const [dx, dy] = differentiate(g, loss, [x, y]);
  expect(dy).toBeUndefined();
  g.output('dx', dx as Value);
  const inputs = { x: randomTensor('x', [3]), y: randomTensor('y', [3]) };
  const expected = inputs.x.data.map((value, i) => 2 * value + value * (inputs.y.data[i] as number));
  expectClose(interpret(g.finish(), { inputs }).outputs.dx?.data ?? [], expected, 1e-12);
});

test('only the composites that a writer does not know are expanded', () => {
  const g = graph();
  const w = g.state('w', float(4));
  const x = g.input('x', float(BATCH, 4));
  const mean = g.reduceMean(g.softmax(g.mul(x, w)));
  g.update(w, g.sgdUpdate(w, g.broadcastTo(mean, [4]), g.scalar(0.1)));
  g.output('mean', mean);
  const program = g.finish();
  const expanded = expandComposites(program, primitives, ({ op }) => op === 'softmax');
  expect(new Set(expanded.nodes.map(({ op }) => op))).toEqual(
    new Set(['mul', 'softmax', 'reduceSum', 'extent', 'div', 'broadcastTo', 'constant', 'sub']),
  );
  const run = { inputs: { x: randomTensor('x', [3, 4]) }, state: { w: randomTensor('w', [4]) } };
  const [whole, parts] = [interpret(program, run), interpret(expanded, run)];
  expectClose(parts.state.w?.data ?? [], whole.state.w?.data ?? [], 1e-12);
});

test('a Program is plain JSON', () => {
  const g = graph();
  const x = g.input('x', float(BATCH, 4, 4, 1));
  g.output('y', g.maxPool2d(x, { size: [2, 2], strides: [2, 2], padding: 'same' }));
  const program = expandComposites(g.finish(), primitives, () => false);
  expect(JSON.parse(JSON.stringify(program))).toEqual(program);
});

test('symbols are bound from the tensors given, and all must agree', () => {
  const time = symbol('time');
  const x = { name: 'x', declared: [BATCH, time, 3], shape: [2, 5, 3] };
  const flat = { name: 'flat', declared: [multiply(BATCH, time)], shape: [10] };
  expect(bindSymbols([flat, x])).toEqual({ batch: 2, time: 5 });
  expect(() => bindSymbols([x, { ...flat, shape: [9] }])).toThrow(
    'flat has to be [batch·time] where batch is 2 and time is 5, got [9].',
  );
  expect(() => bindSymbols([{ name: 'y', declared: batched(2), shape: [2] }])).toThrow('y has to be [batch, 2]');
});
