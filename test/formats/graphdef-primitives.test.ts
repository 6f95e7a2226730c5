/** Every primitive through the GraphDef writer in TensorFlow, against the interpreter. */
import { describe, expect, test } from 'vitest';
import { interpret } from '../../src/program/interpret';
import { tensorflow } from '../needs';
import { cases } from '../program/cases';
import { expectClose, graph } from '../program/support';
import { openSession } from './tensorflow';

const CLOCK = { seed: 2 ** 33 + 5, step: 2 ** 32 + 3 };

describe.skipIf(tensorflow === undefined)('[tensorflow] agrees with the interpreter', () => {
  const entries = Object.entries(cases).flatMap(([op, list]) => list.map((it, k) => ({ op, k, it })));
  test.each(entries)('$op $k', ({ op, it: { inputs, attrs } }) => {
    const g = graph(op);
    const values = inputs.map(({ tensor, declared }, k) => g.input(`${k}`, { shape: declared, dtype: tensor.dtype }));
    for (const [k, value] of g.emit(op, values, attrs).entries()) g.output(`y/${k}`, value);
    const program = g.finish();
    const given = Object.fromEntries(inputs.map(({ tensor }, k) => [`${k}`, tensor]));
    const expected = interpret(program, { inputs: given, ...CLOCK }).outputs;
    const session = openSession({ [op]: program });
    const outputs = session.run(op, given, CLOCK);
    session.close();
    expect(Object.keys(outputs)).toEqual(Object.keys(expected));
    for (const [name, { shape, dtype, data }] of Object.entries(expected)) {
      expect(outputs[name]).toMatchObject({ shape, dtype });
      expectClose(outputs[name]?.data ?? [], data, 1e-5, name);
    }
  });
});
