/** Gradients, expansions and types of every primitive by itself. */
import { describe, expect, test } from 'vitest';
import type { Value } from '../../src/ir/program';
import { backpropagate } from '../../src/program/differentiate';
import { expandComposites } from '../../src/program/expand';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { primitives } from '../../src/program/primitives';
import { type Case, cases } from './cases';
import { expectClose, graph, randomTensor, slopes, type Tensors } from './support';

const entries = Object.keys(primitives).flatMap((op) => (cases[op] ?? []).map((it, k) => ({ op, k, it })));

test('every primitive has a case', () => {
  expect(Object.keys(cases).toSorted()).toEqual(Object.keys(primitives).toSorted());
});

interface Built {
  readonly g: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly tensors: Tensors;
}

function build(op: string, { inputs: given, attrs }: Case): Built {
  const g = graph(op);
  const inputs = given.map(({ tensor, declared }, k) => g.input(`input/${k}`, { shape: declared, dtype: tensor.dtype }));
  const outputs = g.emit(op, inputs, attrs);
  const tensors = Object.fromEntries(given.map(({ tensor }, k) => [`input/${k}`, tensor]));
  return { g, inputs, outputs, tensors };
}

const isFloat = (g: Graph, value: Value): boolean => g.typeOf(value).dtype === 'float32';

describe('gradients agree with central differences', () => {
  test.each(entries)('$op $k', ({ op, it }) => {
    const { g, inputs, outputs, tensors } = build(op, it);
    const [from, to] = [inputs.filter((value) => isFloat(g, value)), outputs.filter((value) => isFloat(g, value))];
    if (from.length === 0 || to.length === 0) return;
    // The loss is a weighted sum of all outputs, with weights in the outputs' shapes.
    for (const [k, value] of to.entries()) g.output(`output/${k}`, value);
    const shapes = interpret(g.finish(), { inputs: tensors }).outputs;
    const weights = to.map((value, k) => g.input(`weight/${k}`, g.typeOf(value)));
    const all = {
      ...tensors,
      ...Object.fromEntries(to.map((_, k) => [`weight/${k}`, randomTensor(`weight ${k}`, shapes[`output/${k}`]?.shape ?? [])])),
    };
    const seeds = to.map((value, k) => ({ value, gradient: weights[k] as Value }));
    if (primitives[op]?.gradient === undefined) {
      expect(() => backpropagate(g, seeds, from)).toThrow(`${op} has no gradient`);
      return;
    }
    const gradients = backpropagate(g, seeds, from);
    const loss = to.map((value, k) => g.reduceSum(g.mul(value, weights[k] as Value))).reduce(g.add);
    g.output('loss', loss);
    for (const [k, value] of gradients.entries()) if (value !== undefined) g.output(`gradient/${k}`, value);
    const program = g.finish();
    const found = interpret(program, { inputs: all }).outputs;
    const run = (changed: Tensors): number => interpret(program, { inputs: changed }).outputs.loss?.data[0] as number;
    for (const [k, value] of from.entries()) {
      const name = `input/${inputs.indexOf(value)}`;
      const expected = op === 'stopGradient' ? randomTensor('', all[name]?.shape ?? [], [0, 0]).data : slopes(run, all, name);
      const zeros = expected.map(() => 0);
      expectClose(found[`gradient/${k}`]?.data ?? zeros, expected, 1e-6, name);
    }
  });
});

describe('the expansion of a composite computes the same', () => {
  test.each(entries.filter(({ op }) => primitives[op]?.expand !== undefined))('$op $k', ({ op, it }) => {
    const { g, outputs, tensors } = build(op, it);
    for (const [k, value] of outputs.entries()) g.output(`output/${k}`, value);
    const whole = g.finish();
    const parts = expandComposites(whole, primitives, () => false);
    expect(parts.nodes.filter((node) => primitives[node.op]?.expand !== undefined)).toEqual([]);
    const [expected, found] = [whole, parts].map((program) => interpret(program, { inputs: tensors }).outputs);
    for (const [k, { value }] of whole.outputs.entries()) {
      expect(parts.values[parts.outputs[k]?.value ?? -1]).toEqual(whole.values[value]);
      const name = `output/${k}`;
      expectClose(found?.[name]?.data ?? [], expected?.[name]?.data ?? [], 1e-12, name);
    }
  });
});
