/** Every primitive through the GraphDef writer in TensorFlow, against the interpreter. */
import { describe, expect, test } from 'vitest';
import { BATCH, symbol } from '../../src/ir/dim';
import type { Program, Value } from '../../src/ir/program';
import { differentiate } from '../../src/program/differentiate';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { uniform } from '../../src/program/philox';
import { tensorflow } from '../needs';
import { type Case, cases } from '../program/cases';
import { expectClose, graph, randomTensor, type Tensors } from '../program/support';
import { openSession } from './tensorflow';

const CLOCK = { seed: 2 ** 33 + 5, step: 2 ** 32 + 3 };

function expectAgreement(program: Program, inputs: Tensors): void {
  const expected = interpret(program, { inputs, ...CLOCK }).outputs;
  const session = openSession({ program });
  const outputs = session.run('program', inputs, CLOCK);
  session.close();
  expect(Object.keys(outputs)).toEqual(Object.keys(expected));
  for (const [name, { shape, dtype, data }] of Object.entries(expected)) {
    expect(outputs[name]).toMatchObject({ shape, dtype });
    expectClose(outputs[name]?.data ?? [], data, 1e-5, name);
  }
}

/** Builds a program on the inputs of a case and compares its outputs. */
function compare({ inputs }: Pick<Case, 'inputs'>, build: (g: Graph, values: readonly Value[]) => readonly Value[]): void {
  const g = graph();
  const values = inputs.map(({ tensor, declared }, k) => g.input(`${k}`, { shape: declared, dtype: tensor.dtype }));
  for (const [k, value] of build(g, values).entries()) g.output(`y/${k}`, value);
  expectAgreement(g.finish(), Object.fromEntries(inputs.map(({ tensor }, k) => [`${k}`, tensor])));
}

const real = (shape: readonly number[], declared: Case['inputs'][number]['declared'] = shape): Case['inputs'][number] => ({
  tensor: randomTensor(`input ${shape}`, shape),
  declared,
});

describe.skipIf(tensorflow === undefined)('[tensorflow] agrees with the interpreter', () => {
  const entries = Object.entries(cases).flatMap(([op, list]) => list.map((it, k) => ({ op, k, it })));
  test.each(entries)('$op $k', ({ op, it }) => {
    compare(it, (g, values) => g.emit(op, values, it.attrs));
  });

  const looped = Object.entries(cases).flatMap(([op, [it]]) => (it === undefined || op === 'random' ? [] : [{ op, it }]));
  test.each(looped)('$op in a loop', ({ op, it }) => {
    const counted: Case = { ...it, inputs: [real([2]), ...it.inputs] };
    compare(counted, (g, [turns, ...constants]) => {
      const loop = g.scan({ carries: [], sequences: [turns as Value], constants }, (body, _, __, own) => ({
        carries: [],
        stacked: body.emit(op, own, it.attrs),
      }));
      return loop.stacked;
    });
  });
});

describe.skipIf(tensorflow === undefined)('[tensorflow] batch normalization', () => {
  test.each([
    [1, 3],
    [5, 3],
    [2, 3, 2, 4],
  ])('of %j gives its gradients to the node that normalized', (...shape) => {
    const channels = shape.slice(-1);
    const inputs = [real(shape, [BATCH, ...shape.slice(1)]), real(channels), real(channels)];
    compare({ inputs }, (g, [x, scale, offset]) => {
      const given = [x, scale, offset] as [Value, Value, Value];
      const { y, mean, variance } = g.batchNormalization(...given, { epsilon: 1e-3 });
      const loss = g.reduceSum(g.mul(y, g.tanh(x as Value)));
      return [y, mean, variance, ...differentiate(g, loss, given).map((value) => value as Value)];
    });
  });
});

describe.skipIf(tensorflow === undefined)('[tensorflow] random numbers', () => {
  test('are the same bit for bit, and dropout asks the same of them', () => {
    const g = graph();
    const x = g.input('x', { shape: [BATCH, 37], dtype: 'float32' });
    const chances = ['a', 'b/c#1'].map((id) => g.random(id, g.shapeOf(x)));
    for (const [k, chance] of chances.entries()) {
      g.output(`chance/${k}`, chance);
      for (const rate of [0, 0.3, 0.5]) g.output(`kept/${k}/${rate}`, g.greaterEqual(chance, g.scalar(rate)));
    }
    const session = openSession({ noise: g.finish() });
    for (const clock of [CLOCK, { seed: 1, step: 0 }, { seed: 2 ** 53 - 1, step: 2 ** 31 }]) {
      const outputs = session.run('noise', { x: randomTensor('x', [5, 37]) }, clock);
      for (const [k, id] of ['a', 'b/c#1'].entries()) {
        const expected = uniform(5 * 37, { ...clock, id });
        expect(outputs[`chance/${k}`]?.data).toEqual(expected);
        for (const rate of [0, 0.3, 0.5]) {
          expect([...(outputs[`kept/${k}/${rate}`]?.data ?? [])]).toEqual(Array.from(expected, (u) => Number(u >= rate)));
        }
      }
    }
    session.close();
  });
});

describe.skipIf(tensorflow === undefined)('[tensorflow] loops', () => {
  const time = symbol('time');
  const sequences = { inputs: [real([4, 3, 2], [time, BATCH, 2]), real([2, 5]), real([5, 5])] };

  /** A recurrent layer: what it is at each time, and at the end. */
  function recurrent(g: Graph, x: Value, kernel: Value, own: Value, reverse: boolean): readonly Value[] {
    const start = g.zeros({ shape: [BATCH, 5], dtype: 'float32' });
    const loop = g.scan({ carries: [start], sequences: [x], constants: [kernel, own], reverse }, (body, [h], [at], [w, u]) => {
      const next = body.tanh(body.add(body.matmul(at as Value, w as Value), body.matmul(h as Value, u as Value)));
      return { carries: [next], stacked: [next] };
    });
    return [...loop.carries, ...loop.stacked];
  }

  test.each([false, true])('with lengths and batches known at run time, and their gradients; reverse: %s', (reverse) => {
    compare(sequences, (g, [x, kernel, own]) => {
      const values = [x, kernel, own] as [Value, Value, Value];
      const [last, all] = recurrent(g, ...values, reverse) as [Value, Value];
      const loss = g.add(g.reduceSum(g.mul(last, last)), g.reduceMean(g.exp(all)));
      return [last, all, ...differentiate(g, loss, values).map((value) => value as Value)];
    });
  });

  test('use sizes that only the graph around them knows', () => {
    compare({ inputs: [real([4]), real([3, 2], [BATCH, 2])] }, (g, [turns, x]) => {
      const loop = g.scan({ carries: [g.scalar(0)], sequences: [turns as Value] }, (body, [sum], [at]) => ({
        carries: [body.add(sum as Value, at as Value)],
        stacked: [body.broadcastTo(at as Value, [BATCH, 2])],
      }));
      return [...loop.carries, ...loop.stacked, x as Value];
    });
  });

  test('run in loops', () => {
    compare({ inputs: [real([3, 2]), real([4])] }, (g, [rows, others]) => {
      const loop = g.scan({ carries: [], sequences: [rows as Value], constants: [others as Value] }, (body, _, [row], [all]) => {
        const inner = body.scan({ carries: [row as Value], sequences: [all as Value] }, (deep, [sum], [entry]) => ({
          carries: [deep.mul(deep.add(sum as Value, entry as Value), deep.scalar(0.5))],
          stacked: [entry as Value],
        }));
        return { carries: [], stacked: [...inner.carries, ...inner.stacked] };
      });
      return loop.stacked;
    });
  });
});
