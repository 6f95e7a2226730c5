/** What a SavedModel does with its state, in TensorFlow, against the interpreter. */
import { describe, expect, test } from 'vitest';
import type { Program } from '../../src/ir/program';
import { interpret } from '../../src/program/interpret';
import { tensorflow } from '../needs';
import { expectClose, graph, randomTensor, type Tensors } from '../program/support';
import { openSession } from './tensorflow';

const SHAPE = [3, 5];
const float = { shape: SHAPE, dtype: 'float32' } as const;
const single = { shape: [], dtype: 'float32' } as const;

const numbers = (...names: readonly string[]): Tensors =>
  Object.fromEntries(names.map((name) => [name, randomTensor(name, SHAPE)]));

/** Several runs, each from what the one before has left. */
function follow(program: Program, start: Tensors, inputs: Tensors): void {
  const session = openSession({ program });
  session.write(start);
  let state = start;
  for (let run = 0; run < 3; run++) {
    const expected = interpret(program, { inputs, state });
    const outputs = session.run('program', inputs);
    for (const [name, { data }] of Object.entries(expected.outputs)) expectClose(outputs[name]?.data ?? [], data, 1e-5, name);
    const after = session.read();
    for (const [name, { data }] of Object.entries(expected.state)) expectClose(after[name]?.data ?? [], data, 1e-5, name);
    state = expected.state;
  }
  session.close();
}

describe.skipIf(tensorflow === undefined)('[tensorflow] state', () => {
  test('changes places', () => {
    const g = graph();
    const [a, b] = [g.state('a', float), g.state('b', float)];
    g.update(a, b);
    g.update(b, a);
    g.output('a', a);
    follow(g.finish(), numbers('a', 'b'), {});
  });

  test('is given as it was before, though optimizers change it where it lies', () => {
    const g = graph();
    const [w, m, v] = [g.state('w', float), g.state('m', float), g.state('v', float)];
    const gradient = g.input('gradient', float);
    const [nextW, nextM, nextV] = g.adamUpdate(w, g.mul(w, gradient), m, v, g.scalar(0.1), {
      beta1: 0.9,
      beta2: 0.99,
      epsilon: 1e-3,
    });
    g.update(w, nextW);
    g.update(m, nextM);
    g.update(v, nextV);
    for (const [name, value] of Object.entries({ w, m, v })) g.output(name, value);
    g.output('sum', g.reduceSum(g.add(w, m)));
    follow(g.finish(), { ...numbers('w', 'm'), v: randomTensor('v', SHAPE, [0.5, 1]) }, numbers('gradient'));
  });

  test('is given as it is after, where a program asks', () => {
    const g = graph();
    const [w, velocity] = [g.state('w', float), g.state('velocity', float)];
    const [gradient, rate] = [g.input('gradient', float), g.input('rate', single)];
    const [next, nextVelocity] = g.momentumUpdate(w, gradient, velocity, rate, { momentum: 0.9, nesterov: true });
    g.update(w, next);
    g.update(velocity, nextVelocity);
    g.output('after', next);
    follow(g.finish(), numbers('w', 'velocity'), { ...numbers('gradient'), rate: randomTensor('rate', []) });
  });

  test('is changed by one update after another', () => {
    const g = graph();
    const w = g.state('w', float);
    const [gradient, rate] = [g.input('gradient', float), g.input('rate', single)];
    g.update(w, g.sgdUpdate(g.latest(w), gradient, rate));
    g.update(w, g.sgdUpdate(g.latest(w), g.mul(w, gradient), rate));
    g.output('norm', g.reduceSum(w));
    follow(g.finish(), numbers('w'), { ...numbers('gradient'), rate: randomTensor('rate', []) });
  });

  test('does not keep the memory of what was fed', () => {
    const size = 1000;
    const g = graph();
    const kept = g.state('kept', { shape: [size], dtype: 'float32' });
    const x = g.input('x', { shape: [size], dtype: 'float32' });
    g.update(kept, x);
    g.output('sum', g.reduceSum(x));
    const session = openSession({ program: g.finish() });
    const memory = new Float32Array(size + 16);
    // Some of these places are aligned as TensorFlow needs it to take the memory as it is.
    for (let offset = 0; offset < 16; offset++) {
      for (const way of ['written', 'fed']) {
        const data = memory.subarray(offset, offset + size).fill(1);
        const tensor = { shape: [size], dtype: 'float32', data } as const;
        if (way === 'written') session.write({ kept: tensor });
        else session.run('program', { x: tensor });
        data.fill(2);
        expect(session.read().kept?.data.every((entry) => entry === 1)).toBe(true);
      }
    }
    session.close();
  });

  test('is shared by programs, under names that no file system and no list would take', () => {
    const [write, read] = [graph(), graph()];
    const names = ['a,b:0', 'a b', 'ü/^x', 'a_b'];
    for (const [k, name] of names.entries()) {
      const state = write.state(name, single);
      write.update(state, write.add(state, write.scalar(k)));
      read.output(name, read.state(name, single));
    }
    write.output('done, at last', write.scalar(1));
    const session = openSession({ 'one, two': write.finish(), 'one: two': read.finish() });
    session.write(Object.fromEntries(names.map((name, k) => [name, { shape: [], dtype: 'float32', data: [10 * k] }])));
    session.run('one, two', {});
    const outputs = session.run('one: two', {});
    expect(names.map((name) => outputs[name]?.data[0])).toEqual([0, 11, 22, 33]);
    session.close();
  });

  test('of whole numbers and truth values is fed, kept and fetched', () => {
    const g = graph();
    for (const dtype of ['int32', 'bool', 'uint8'] as const) {
      const state = g.state(dtype, { shape: [3], dtype });
      g.update(state, g.input(dtype, { shape: [3], dtype }));
      g.output(dtype, state);
    }
    const session = openSession({ program: g.finish() });
    const of = (data: readonly number[]) =>
      Object.fromEntries(['int32', 'bool', 'uint8'].map((dtype) => [dtype, { shape: [3], dtype: dtype as 'int32', data }]));
    session.write(of([1, 0, 1]));
    const outputs = session.run('program', of([0, 1, 1]));
    for (const dtype of ['int32', 'bool', 'uint8']) {
      expect([...(outputs[dtype]?.data ?? [])]).toEqual([1, 0, 1]);
      expect([...(session.read()[dtype]?.data ?? [])]).toEqual([0, 1, 1]);
    }
    session.close();
  });
});
