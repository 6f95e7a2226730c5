/** The updates of weights as loops in WebAssembly. */
import { describe, expect, test } from 'vitest';
import type { Tensors } from '../../src/engines/engine';
import { compileLoop, encodeLoop, STRIDE } from '../../src/engines/onnxruntime/updates/loop';
import { splitUpdates } from '../../src/engines/onnxruntime/updates/split';
import type { Program, Value } from '../../src/ir/program';
import { ratePort } from '../../src/ir/step';
import type { Optimizer } from '../../src/ir/training';
import type { Graph } from '../../src/program/graph';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { expectClose, graph, randomTensor } from '../program/support';
import { batchOf, mlp, rate, residual, trainingStep } from './steps';
import { startEngine, toEngine } from './support';

const SIZE = [3, 5, 7];
const COUNT = 3 * 5 * 7;

/** Two tensors and a number go in. */
function programOf(build: (g: Graph, x: Value, y: Value, scalar: Value) => readonly Value[], size = SIZE): Program {
  const g = graph('loop');
  const [x, y] = [g.input('x', { shape: SIZE, dtype: 'float32' }), g.input('y', { shape: size, dtype: 'float32' })];
  const scalar = g.input('scalar', { shape: [], dtype: 'float32' });
  for (const [k, value] of build(g, x, y, scalar).entries()) g.output(String(k), value);
  return g.finish();
}

describe('a loop', () => {
  test('computes what the interpreter does, where its inputs lie', () => {
    const program = programOf((g, x, y, scalar) => {
      const share = g.div(g.sub(x, g.mul(y, g.sqrt(scalar))), g.add(g.abs(y), g.scalar(0.25)));
      return [g.maximum(g.neg(share), g.minimum(x, y)), g.mul(g.mul(scalar, g.scalar(-1e-7)), share)];
    });
    const inputs = { x: randomTensor('x', SIZE), y: randomTensor('y', SIZE), scalar: randomTensor('scalar', [], [1, 2]) };
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const bytes = Math.ceil((4 * COUNT) / STRIDE) * STRIDE;
    const at = (position: number) => new Float32Array(memory.buffer, position, COUNT);
    at(0).set(inputs.x.data);
    at(bytes).set(inputs.y.data);
    const behind = new Float32Array(memory.buffer, 2 * bytes, 1).fill(7);
    const code = encodeLoop(program);
    if (code === undefined) throw new Error('It is no loop.');
    compileLoop(code, memory)(0, bytes, Number(inputs.scalar.data[0]), bytes, 0, bytes);
    const { outputs } = interpret(program, { inputs });
    expectClose(at(bytes), outputs['0']?.data ?? [], 1e-6);
    expectClose(at(0), outputs['1']?.data ?? [], 1e-6);
    expect(behind[0]).toBe(7);
  });

  test('takes what is smaller than any normal number for 0, and nothing else', () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const given = Float32Array.of(1e-39, -1e-45, 2 ** -126, -(2 ** -126), Number.NaN, Number.POSITIVE_INFINITY, -0.5, 0);
    const entries = new Float32Array(memory.buffer, 0, given.length);
    entries.set(given);
    const code = encodeLoop(programOf((g, x, _y, scalar) => [g.mul(x, scalar)])) ?? new Uint8Array();
    compileLoop(code, memory)(0, 64, 1, 0, entries.byteLength);
    expect([...entries]).toEqual([0, 0, ...given.slice(2)]);
  });

  test.each([
    ['a sum over entries', programOf((g, x) => [g.reduceSum(x)])],
    ['an operation without an instruction', programOf((g, x) => [g.exp(x)])],
    ['another type', programOf((g, x, y) => [g.cast(g.greater(x, y), 'float32')])],
    ['tensors of two sizes', programOf((g, x, y) => [g.mul(x, y)], [1, 5, 7])],
    ['a single number', programOf((g, _x, _y, scalar) => [g.mul(scalar, scalar)])],
  ])('is not made of %s', (_, program) => {
    expect(encodeLoop(program)).toBeUndefined();
  });
});

describe('a training step', () => {
  const optimizers: Readonly<Record<string, Optimizer>> = {
    sgd: { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
    momentum: { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false },
    nesterov: { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true },
    adam: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
  };

  test.each(Object.entries(optimizers))('leaves %s to loops', (_, optimizer) => {
    const { rest, updates } = splitUpdates(trainingStep(mlp, false, optimizer));
    expect(updates).toHaveLength(4);
    expect(rest.nodes.filter(({ op }) => op.endsWith('Update'))).toEqual([]);
    // What only the loops read or write is none of the rest's states.
    expect(rest.state.map(({ name }) => name).filter((name) => /momentum|adam/.test(name))).toEqual([]);
  });

  test('keeps what is not an update, as the statistics of a normalization', () => {
    const { rest, updates } = splitUpdates(trainingStep(residual));
    expect(rest.state.filter(({ next }) => next !== undefined).map(({ name }) => name.split('/').at(-1))).toContain(
      'moving_mean',
    );
    expect(updates.length).toBeGreaterThan(10);
  });

  test('keeps a state that takes over what the updated one was', () => {
    const g = graph('average');
    const weight = g.state('w', { shape: [2], dtype: 'float32' });
    const before = g.state('before', { shape: [2], dtype: 'float32' });
    const by = g.input(ratePort(0), { shape: [], dtype: 'float32' });
    g.update(before, weight);
    g.update(weight, g.sgdUpdate(weight, g.constant(1, [2]), by));
    const { rest, updates } = splitUpdates(g.finish());
    expect(updates).toHaveLength(1);
    const [first, second] = rest.state;
    expect(rest.state).toEqual([
      { name: 'w', value: first?.value },
      { name: 'before', value: second?.value, next: first?.value },
    ]);
  });

  test('keeps an update whose result is used', () => {
    const g = graph('twice');
    const weight = g.state('w', { shape: [2], dtype: 'float32' });
    const gradient = g.input('gradient', { shape: [2], dtype: 'float32' });
    const by = g.input(ratePort(0), { shape: [], dtype: 'float32' });
    const once = g.sgdUpdate(weight, gradient, by);
    g.update(weight, g.sgdUpdate(once, gradient, by));
    const { rest, updates } = splitUpdates(g.finish());
    expect(updates).toHaveLength(1);
    expect(rest.nodes.map(({ op }) => op)).toEqual(['sgdUpdate']);
  });
});

describe('an engine', () => {
  test('updates all weights by loops', async () => {
    const engine = await startEngine();
    await engine.load('train', trainingStep(mlp));
    expect(await engine.statistics()).toMatchObject({ updates: 4 });
    await engine.close();
  });

  test('leaves a program whole that the memory has no room for', async () => {
    const engine = await startEngine();
    // 6.4 GB, of which nothing is there yet.
    await engine.load('large', decay([40_000, 40_000]));
    expect(await engine.statistics()).toMatchObject({ sessions: 1, updates: 0 });
    await engine.close();
  });

  test('keeps the state when its memory grows', async () => {
    const step = trainingStep(mlp);
    const start = initialState(mlp, step, 1);
    const engine = await startEngine();
    await engine.writeState(start);
    await engine.load('train', step);
    expect(await engine.readState()).toEqual(start);
    const run = () => engine.run('train', { inputs: { ...batchOf(mlp, 8, 1), ...rate(1e-2) }, seed: 1, step: 1 });
    await run();
    const trained = await engine.readState();
    expect(trained).not.toEqual(start);

    const large = decay([300, 500]);
    await engine.load('large', large);
    const values = initialValues(large);
    await engine.writeState(values);
    await engine.run('large', { inputs: rate(0.5), seed: 0, step: 1 });
    const { large: halved, ...others } = await engine.readState();
    expect(others).toEqual(trained);
    expectClose(halved?.data ?? [], values.large?.data.map((value) => value / 2) ?? [], 1e-6);

    const again = await run().then(() => engine.readState());
    expect(again.large).toEqual(halved);
    expect(again).not.toMatchObject(trained);
    await engine.close();
  });
});

/** w − rate · w */
function decay(shape: readonly number[]): Program {
  const g = graph('decay');
  const weight = g.state('large', { shape, dtype: 'float32' });
  g.update(weight, g.sgdUpdate(weight, weight, g.input(ratePort(0), { shape: [], dtype: 'float32' })));
  return g.finish();
}

const initialValues = ({ state, values }: Program): Tensors =>
  toEngine(Object.fromEntries(state.map(({ name, value }) => [name, randomTensor(name, values[value]?.shape as number[])])));
