/** Takes the updates of the weights off a training step: they run as loops, after all else has been computed. */
import type { Node, Port, Program, State, Value } from '../../../ir/program';
import type { Shape, TensorType } from '../../../ir/tensor';
import { Graph } from '../../../program/graph';
import { primitives } from '../../../program/primitives';
import { prune } from '../../../program/prune';
import { encodeLoop } from './loop';

export interface Split {
  /** All else. What the updates need of it are outputs. */
  readonly rest: Program;
  readonly updates: readonly Update[];
}

export interface Update {
  readonly code: Uint8Array<ArrayBuffer>;
  /** Of the states that it changes. */
  readonly shape: Shape;
  /** In the order of the loop's arguments. */
  readonly operands: readonly Operand[];
  /** The states that the results are. */
  readonly results: readonly string[];
}

/** A state, or what the rest computes. */
export type Operand = { readonly state: string } | { readonly output: string; readonly shape: Shape };

export function splitUpdates(program: Program): Split {
  const nodes: Node[] = [];
  const updates: Update[] = [];
  const updated = new Set<State>();
  /** Values that become outputs of the rest. */
  const added = new Map<Value, string>();
  const statesMadeBy = makersOf(program);

  for (const node of program.nodes) {
    const states = statesMadeBy(node);
    const code = states && loopOf(program, node);
    if (states === undefined || code === undefined) {
      nodes.push(node);
      continue;
    }
    const operands = node.inputs.map((value): Operand => {
      const state = states.find((candidate) => candidate.value === value);
      if (state !== undefined) return { state: state.name };
      const output = added.get(value) ?? `operand/${value}`;
      added.set(value, output);
      return { output, shape: typeOf(program, value).shape };
    });
    const { shape } = typeOf(program, node.outputs[0] as Value);
    updates.push({ code, shape, operands, results: states.map(({ name }) => name) });
    for (const state of states) updated.add(state);
  }

  const outputs = [...program.outputs, ...[...added].map(([value, name]) => ({ name, value }))];
  const kept = program.state.filter((entry) => !updated.has(entry));
  const read = readIn(nodes, [...outputs, ...nextsOf(kept)]);
  const state = program.state
    .filter((entry) => !updated.has(entry) || read.has(entry.value))
    .map((entry) => (updated.has(entry) ? { name: entry.name, value: entry.value } : entry));
  return { rest: prune({ ...program, nodes, outputs, state }), updates };
}

/** Which states the results of a node become; undefined where one becomes none, more than one, or anything else. */
function makersOf({ nodes, outputs, state }: Program): (node: Node) => State[] | undefined {
  const read = readIn(nodes, outputs);
  const byNext = new Map<Value, State>();
  for (const entry of state) {
    if (entry.next === undefined) continue;
    if (byNext.has(entry.next)) read.add(entry.next);
    byNext.set(entry.next, entry);
  }
  return (node) => {
    const states = node.outputs.flatMap((value) => (read.has(value) ? [] : (byNext.get(value) ?? [])));
    return states.length === node.outputs.length ? states : undefined;
  };
}

/** Of a composite that is nothing but elementwise arithmetic on tensors of one size. */
function loopOf(program: Program, { op, inputs, attrs }: Node): Uint8Array<ArrayBuffer> | undefined {
  const expand = primitives[op]?.expand;
  if (expand === undefined) return undefined;
  const graph = new Graph(op, primitives);
  const operands = inputs.map((value, k) => graph.input(String(k), typeOf(program, value)));
  for (const [k, value] of expand(graph, operands, attrs).entries()) graph.output(String(k), value);
  return encodeLoop(graph.finish());
}

const typeOf = ({ values }: Program, value: Value): TensorType => values[value] as TensorType;

/** What states become, as outputs. */
const nextsOf = (state: readonly State[]): Port[] =>
  state.flatMap(({ name, next }) => (next === undefined ? [] : [{ name, value: next }]));

const readIn = (nodes: readonly Node[], outputs: readonly Port[]): Set<Value> =>
  new Set([...nodes.flatMap(({ inputs }) => inputs), ...outputs.map(({ value }) => value)]);
