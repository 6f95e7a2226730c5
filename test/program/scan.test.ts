/** Loops: the same as unrolled, gradients included. */
import { describe, expect, test } from 'vitest';
import { symbol } from '../../src/ir/dim';
import type { Value } from '../../src/ir/program';
import { differentiate } from '../../src/program/differentiate';
import { expandComposites } from '../../src/program/expand';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { primitives } from '../../src/program/primitives';
import { batched, expectClose, graph, randomTensor, slopes, type Tensors } from './support';

const TIME = 4;

const tensors = {
  x: randomTensor('x', [TIME, 2, 3]),
  h: randomTensor('h', [2, 5]),
  input: randomTensor('input', [3, 5]),
  recurrent: randomTensor('recurrent', [5, 5]),
  bias: randomTensor('bias', [5]),
} satisfies Tensors;

/** h ← tanh(x · input + h · recurrent + bias) */
const cell = (g: Graph, h: Value, x: Value, [input, recurrent, bias]: readonly Value[]): Value =>
  g.tanh(g.add(g.add(g.matmul(x, input as Value), g.matmul(h, recurrent as Value)), bias as Value));

function looped(g: Graph, x: Value, h: Value, weights: readonly Value[], reverse: boolean): readonly Value[] {
  const loop = g.scan({ carries: [h], sequences: [x], constants: weights, reverse }, (b, [state], [slice], own) => {
    const next = cell(b, state as Value, slice as Value, own);
    return { carries: [next], stacked: [next] };
  });
  return [...loop.carries, ...loop.stacked];
}

function unrolled(g: Graph, x: Value, h: Value, weights: readonly Value[], reverse: boolean): readonly Value[] {
  const all: Value[] = [];
  let state = h;
  for (let turn = 0; turn < TIME; turn++) {
    const at = reverse ? TIME - 1 - turn : turn;
    const slice = g.reshape(g.slice(x, { begin: [at, 0, 0], size: [1, -1, -1] }), g.shapeOf(x).slice(1));
    state = cell(g, state, slice, weights);
    all[at] = g.expandDims(state, 0);
  }
  return [state, g.concat(all, 0)];
}

/** Final state, all states, a loss that reads both, and its gradients. */
function run(build: typeof looped, reverse: boolean): Tensors {
  const g = graph();
  const names = Object.keys(tensors) as (keyof typeof tensors)[];
  const length = build === looped ? symbol('time') : TIME;
  const values = names.map((name) => {
    const { shape, dtype } = tensors[name];
    return g.input(name, { shape: name === 'x' ? [length, ...batched(3)] : name === 'h' ? batched(5) : shape, dtype });
  });
  const [x, h, ...weights] = values as [Value, Value, ...Value[]];
  const [final, all] = build(g, x, h, weights, reverse) as [Value, Value];
  const loss = g.add(g.reduceSum(g.exp(final)), g.reduceMean(g.mul(all, all)));
  for (const [name, value] of Object.entries({ final, all, loss })) g.output(name, value);
  for (const [k, value] of differentiate(g, loss, values).entries()) g.output(`gradient/${names[k]}`, value as Value);
  return interpret(g.finish(), { inputs: tensors }).outputs;
}

describe.each([false, true])('a recurrent layer, reverse: %s', (reverse) => {
  test('as a loop computes what it computes unrolled, with a symbolic length', () => {
    const [loop, steps] = [run(looped, reverse), run(unrolled, reverse)];
    expect(Object.keys(loop)).toEqual(Object.keys(steps));
    for (const [name, { data }] of Object.entries(steps)) expectClose(loop[name]?.data ?? [], data, 1e-12, name);
  });
});

test('the first loop is not run twice: it stacks its carries for the second', () => {
  const g = graph();
  const x = g.input('x', { shape: [3, 2], dtype: 'float32' });
  const start = g.input('start', { shape: [2], dtype: 'float32' });
  const { carries } = g.scan({ carries: [start], sequences: [x] }, (b, [sum], [slice]) => ({
    carries: [b.mul(sum as Value, slice as Value)],
    stacked: [],
  }));
  const loss = g.reduceSum(carries[0] as Value);
  const [dx] = differentiate(g, loss, [x]);
  // And differentiated once more, with what is stacked already.
  const slope = g.reduceSum(g.mul(dx as Value, dx as Value));
  const [ddx] = differentiate(g, slope, [x]);
  for (const [name, value] of Object.entries({ loss, slope, ddx: ddx as Value })) g.output(name, value);
  const program = g.finish();
  const loops = program.nodes.filter(({ op, attrs }) => op === 'scan' && attrs.reverse === false);
  expect(loops).toHaveLength(2);

  const inputs = { x: randomTensor('x', [3, 2], [0.5, 2]), start: randomTensor('start', [2]) };
  const slopeAt = (changed: Tensors): number => interpret(program, { inputs: changed }).outputs.slope?.data[0] as number;
  expectClose(interpret(program, { inputs }).outputs.ddx?.data ?? [], slopes(slopeAt, inputs, 'x'), 1e-6);
});

test('composites inside a body are expanded', () => {
  const g = graph();
  const x = g.input('x', { shape: [3, 4], dtype: 'float32' });
  const zero = g.constant(0, [4]);
  const { carries } = g.scan({ carries: [zero], sequences: [x] }, (b, [sum], [slice]) => ({
    carries: [b.add(sum as Value, b.softmax(slice as Value))],
    stacked: [],
  }));
  g.output('sum', carries[0] as Value);
  const program = g.finish();
  const expanded = expandComposites(program, primitives, () => false);
  expect(JSON.stringify(expanded)).not.toContain('softmax');
  const inputs = { x: randomTensor('x', [3, 4]) };
  const [whole, parts] = [interpret(program, { inputs }), interpret(expanded, { inputs })];
  expectClose(parts.outputs.sum?.data ?? [], whole.outputs.sum?.data ?? [], 1e-12);
});

test('bodies and tensors that do not fit are refused', () => {
  const g = graph();
  const [x, y] = [g.input('x', { shape: [3, 4], dtype: 'float32' }), g.input('y', { shape: [2, 4], dtype: 'float32' })];
  const carry = g.input('carry', { shape: [4], dtype: 'float32' });
  const same = (_: Graph, carries: readonly Value[]) => ({ carries, stacked: [] });
  expect(() => g.scan({ carries: [carry], sequences: [x, y] }, same)).toThrow(
    'scan: sequences float32 [3, 4] and float32 [2, 4] differ in length.',
  );
  expect(() => g.scan({ carries: [carry] }, same)).toThrow('scan: needs a sequence to loop over.');
  expect(() =>
    g.scan({ carries: [carry], sequences: [x] }, (b, [own]) => ({ carries: [b.reduceSum(own as Value)], stacked: [] })),
  ).toThrow('scan: its body carries on float32 [] at position 0, got float32 [4].');
  expect(() =>
    g.scan({ carries: [carry], sequences: [x] }, (b, carries) => ({ carries, stacked: [b.random('noise', [4])] })),
  ).toThrow('scan: the body keeps no state and draws no randoms');
});
