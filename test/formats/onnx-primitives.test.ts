/** Every primitive through the ONNX writer in onnxruntime, against the interpreter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import type { Program } from '../../src/ir/program';
import { interpret } from '../../src/program/interpret';
import { runOnce, startEngine } from '../engines/support';
import { cases } from '../program/cases';
import { expectClose, graph, randomLabels, randomTensor, type Tensors } from '../program/support';

let engine: OnnxruntimeEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

async function expectAgreement(program: Program, inputs: Tensors): Promise<void> {
  const clock = { seed: 5, step: 3 };
  const expected = interpret(program, { inputs, ...clock }).outputs;
  const outputs = await runOnce(engine, program, inputs, clock);
  expect(Object.keys(outputs)).toEqual(Object.keys(expected));
  for (const [name, { shape, dtype, data }] of Object.entries(expected)) {
    expect(outputs[name]).toMatchObject({ shape, dtype });
    expectClose(outputs[name]?.data ?? [], data, 1e-4, name);
  }
}

describe('agrees with the interpreter', () => {
  const entries = Object.entries(cases).flatMap(([op, list]) => list.map((it, k) => ({ op, k, it })));
  test.each(entries)('$op $k', async ({ op, it: { inputs, attrs } }) => {
    const g = graph(op);
    const values = inputs.map(({ tensor, declared }, k) => g.input(`${k}`, { shape: declared, dtype: tensor.dtype }));
    for (const [k, value] of g.emit(op, values, attrs).entries()) g.output(`y/${k}`, value);
    await expectAgreement(g.finish(), Object.fromEntries(inputs.map(({ tensor }, k) => [`${k}`, tensor])));
  });
});

test('rows that are gathered many times lose no part of their gradient to the threads', async () => {
  const [rows, width, count] = [3, 32, 20_000];
  const g = graph('many');
  const [dy, ids, table] = [
    g.input('dy', { shape: [count, width], dtype: 'float32' }),
    g.input('ids', { shape: [count], dtype: 'int32' }),
    g.input('table', { shape: [rows, width], dtype: 'float32' }),
  ];
  g.output('sums', g.gatherGradient(dy, ids, table));
  const inputs = {
    dy: randomTensor('dy', [count, width], [1, 1]),
    ids: randomLabels('ids', [count], rows),
    table: randomTensor('table', [rows, width]),
  };
  await expectAgreement(g.finish(), inputs);
});
