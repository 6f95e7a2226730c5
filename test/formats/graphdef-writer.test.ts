/** What the GraphDef writer makes, without TensorFlow: names, wiring, the chosen operations, the bytes. */
import { Reader } from 'protobufjs/minimal';
import { describe, expect, test } from 'vitest';
import { MAPPINGS } from '../../src/formats/graphdef/mappings';
import { writeSession } from '../../src/formats/graphdef/write';
import type { Program } from '../../src/ir/program';
import { primitives } from '../../src/program/primitives';
import { cnn, evaluation, mlp, phrases, residual, trainingStep } from '../engines/steps';
import { cases } from '../program/cases';
import { graph } from '../program/support';

interface Field {
  readonly field: number;
  readonly data: Uint8Array | number;
}

/** The fields of a message, by protobuf's own rules. */
function fieldsOf(bytes: Uint8Array): Field[] {
  const reader = Reader.create(bytes);
  const fields: Field[] = [];
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    const [field, wire] = [tag >>> 3, tag & 7];
    if (wire === 0) fields.push({ field, data: Number(reader.int64()) });
    else if (wire === 2) fields.push({ field, data: reader.bytes() });
    else if (wire === 5) fields.push({ field, data: reader.float() });
    else throw new Error(`Wire type ${wire}.`);
  }
  return fields;
}

const below = (bytes: Uint8Array, ...path: readonly number[]): Uint8Array[] =>
  path.reduce<Uint8Array[]>(
    (messages, field) =>
      messages.flatMap((message) => fieldsOf(message).flatMap((own) => (own.field === field ? [own.data as Uint8Array] : []))),
    [bytes],
  );

const text = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

interface DecodedNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attrs: Readonly<Record<string, Uint8Array>>;
}

const decodeNode = (bytes: Uint8Array): DecodedNode => ({
  name: text(below(bytes, 1)[0]),
  op: text(below(bytes, 2)[0]),
  inputs: below(bytes, 3).map(text),
  attrs: Object.fromEntries(below(bytes, 5).map((entry) => [text(below(entry, 1)[0]), below(entry, 2)[0] as Uint8Array])),
});

/** SavedModel → meta_graphs → graph_def → node. */
const nodesOf = (bytes: Uint8Array): DecodedNode[] => below(bytes, 2, 2, 1).map(decodeNode);

const opsOf = (program: Program): string[] => nodesOf(writeSession({ program }).bytes).map(({ op }) => op);

test('says every primitive, or what it is made of', () => {
  const lacking = Object.values(primitives).filter(({ name, expand }) => !(name in MAPPINGS) && expand === undefined);
  expect(lacking.map(({ name }) => name)).toEqual([]);
  expect(Object.keys(MAPPINGS).filter((name) => !(name in primitives))).toEqual([]);
});

const entries = Object.entries(cases).flatMap(([op, list]) => list.map((it, k) => ({ op, k, it })));
test.each(entries)('writes $op $k', ({ op, it: { inputs, attrs } }) => {
  const g = graph(op);
  const values = inputs.map(({ tensor, declared }, k) => g.input(`${k}`, { shape: declared, dtype: tensor.dtype }));
  for (const [k, value] of g.emit(op, values, attrs).entries()) g.output(`y/${k}`, value);
  const { bytes, programs } = writeSession({ [op]: g.finish() });
  const names = new Set(nodesOf(bytes).map(({ name }) => name));
  for (const { at } of programs[op]?.outputs ?? []) expect(names).toContain(at.replace(/:0$/, ''));
});

describe.each([mlp, cnn, residual, phrases])('$name', (network) => {
  const session = writeSession({ 'training, first': trainingStep(network), evaluation: evaluation(network) });
  const nodes = nodesOf(session.bytes);

  test('has legal names, each once', () => {
    const names = nodes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9.][A-Za-z0-9_./-]*$/);
  });

  test('reads only what is there, and control inputs last', () => {
    const names = new Set(nodes.map(({ name }) => name));
    for (const { inputs } of nodes) {
      for (const input of inputs) expect(names).toContain(input.replace(/^\^/, '').replace(/:\d+$/, ''));
      const controls = inputs.map((input) => input.startsWith('^'));
      expect(controls).toEqual([...controls].sort());
    }
    const { programs, state } = session;
    const ports = Object.values(programs).flatMap(({ inputs, outputs, random }) =>
      [...inputs, ...outputs].map(({ at }) => at).concat(Object.values(random ?? {})),
    );
    const ends = [...ports, ...state.flatMap(({ read, write }) => [read, write.feed, write.done])];
    for (const end of ends) expect(names).toContain(end.replace(/:0$/, ''));
  });

  test('has a variable for each state, none of which is another', () => {
    const variables = nodes.filter(({ op }) => op === 'VarHandleOp');
    expect(variables).toHaveLength(session.state.length);
    expect(new Set(variables.map(({ attrs }) => text(below(attrs.shared_name as Uint8Array, 2)[0]))).size).toBe(variables.length);
    const names = [trainingStep(network), evaluation(network)].flatMap(({ state }) => state.map(({ name }) => name));
    expect(new Set(session.state.map(({ name }) => name))).toEqual(new Set(names));
  });

  test('runs all updates after everything is computed, and before any output is there', () => {
    const updates = nodes.filter(({ op, name }) => /^(ResourceApply|Assign)/.test(op) && !name.startsWith('state/'));
    const [computed, all] = nodes.filter(({ op }) => op === 'NoOp');
    expect(updates.length).toBeGreaterThan(0);
    expect(new Set(all?.inputs)).toEqual(new Set(updates.map(({ name }) => `^${name}`)));
    const outputs = (session.programs['training, first']?.outputs ?? []).map(({ at }) =>
      nodes.find(({ name }) => `${name}:0` === at),
    );
    for (const output of outputs) expect(output?.inputs.at(-1)).toBe(`^${all?.name}`);
    const isHandle = (input: string) => nodes.find(({ name }) => name === input)?.op === 'VarHandleOp';
    const taken = [...updates, ...outputs].flatMap((node) => node?.inputs ?? []);
    const values = taken.filter((input) => !input.startsWith('^') && !isHandle(input));
    expect(new Set(computed?.inputs)).toEqual(new Set(values.map((input) => `^${input.replace(/:\d+$/, '')}`)));
    for (const { inputs } of updates) expect(inputs.at(-1)).toBe(`^${computed?.name}`);
  });
});

describe('takes the whole of what TensorFlow has in one', () => {
  test('for dense layers', () => {
    const ops = opsOf(trainingStep(mlp));
    for (const op of ['BiasAdd', 'BiasAddGrad', 'ReluGrad', 'SparseSoftmaxCrossEntropyWithLogits', 'ResourceApplyAdam']) {
      expect(ops).toContain(op);
    }
    // The loss and its slope come from one node, nothing of their parts is left.
    expect(ops.filter((op) => /Softmax|OneHot|Greater/.test(op))).toEqual(['SparseSoftmaxCrossEntropyWithLogits']);
  });

  test('for images', () => {
    const ops = [...opsOf(trainingStep(cnn)), ...opsOf(trainingStep(residual))];
    for (const op of ['Conv2DBackpropInput', 'Conv2DBackpropFilter', 'MaxPoolGrad', 'AvgPoolGrad', 'FusedBatchNormGradV3']) {
      expect(ops).toContain(op);
    }
    // The words of a dropout are drawn once, for what is dropped and for its gradient.
    const cuts = opsOf(trainingStep(cnn)).filter((op) => op === 'StatelessRandomUniformFullIntV2');
    expect(cuts).toHaveLength(2);
  });

  test('for other activations', () => {
    const ops = [...opsOf(trainingStep(phrases)), ...opsOf(trainingStep(residual))];
    for (const op of ['TanhGrad', 'SigmoidGrad', 'UnsortedSegmentSum']) expect(ops).toContain(op);
  });
});

test('refuses a size that nothing tells', () => {
  const g = graph();
  g.output('y', g.zeros({ shape: [{ terms: [{ times: 1, of: ['time'] }] }], dtype: 'float32' }));
  expect(() => writeSession({ program: g.finish() })).toThrow("The size 'time' can't be computed: it is the size of no input.");
});
