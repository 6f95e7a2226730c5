/** Writes Programs that share their state as one SavedModel, whose graph has a part for each of them. */
import { isNumber } from '../../ir/dim';
import type { Program } from '../../ir/program';
import type { DType, TensorType } from '../../ir/tensor';
import { Emitter, type Shared } from './emitter';
import { encodeSavedModel } from './encode';
import { MAPPINGS } from './mappings';
import type { Attributes, FunctionDef } from './model';
import { reachable } from './reachable';
import type { SessionGraph, SessionProgram, SessionState } from './session';
import { GraphWriter } from './writer';

export function writeSession(programs: Readonly<Record<string, Program>>): SessionGraph {
  const functions: FunctionDef[] = [];
  const shared: Shared = { functions, fresh: legalNames() };
  const variables = new Emitter(shared, 'state/');
  const state = new Map<string, Variable>();
  for (const program of Object.values(programs)) {
    for (const { name, value } of program.state) {
      if (!state.has(name)) state.set(name, writeVariable(variables, name, program.values[value] as TensorType));
    }
  }
  const emitters = [variables];
  const written = Object.entries(programs).map(([name, program]) => {
    const emitter = new Emitter(shared, `${shared.fresh(`program/${name}`)}/`);
    emitters.push(emitter);
    return [name, writeProgram(emitter, program, (entry) => (state.get(entry) as Variable).handle)] as const;
  });

  const result = {
    programs: Object.fromEntries(written),
    state: [...state.values()].map(({ handle: _, ...entry }) => entry),
  };
  const nodes = emitters.flatMap((emitter) => emitter.nodes);
  return { ...result, bytes: encodeSavedModel({ nodes: reachable(nodes, namesOf(result)), functions }) };
}

interface Variable extends SessionState {
  readonly handle: string;
}

function writeVariable(emitter: Emitter, name: string, type: TensorType): Variable {
  const dtype = { type: type.dtype };
  const handle = emitter.shared.fresh(`state/${name}`);
  // Variables whose `shared_name` is the same are one.
  const attrs = { dtype, shape: { shape: sizesOf(type) }, shared_name: { s: handle } };
  emitter.nodes.push({ name: handle, op: 'VarHandleOp', inputs: [], attrs });
  const read = fetchable(emitter, emitter.node('ReadVariableOp', [handle], { dtype }, 'read'), type);
  const feed = emitter.node('Placeholder', [], { dtype, shape: attrs.shape }, 'write');
  // The variable would keep the memory of what was fed.
  const copy = emitter.node('DeepCopy', [feed], { T: dtype });
  const assign = emitter.node('AssignVariableOp', [handle, copy], { dtype });
  const done = emitter.node('Identity', [emitter.scalar(0, 'int32'), `^${assign}`], { T: { type: 'int32' } }, 'done');
  return { handle, name, type, read: `${read}:0`, write: { feed: `${feed}:0`, done: `${done}:0` } };
}

function writeProgram(emitter: Emitter, program: Program, variable: (name: string) => string): SessionProgram {
  const vector = (name: string): string => emitter.node('Placeholder', [], placeholder({ shape: [2], dtype: 'int32' }), name);
  const random = { seed: vector('seed'), step: vector('step') };
  const writer = new GraphWriter(program, emitter, MAPPINGS, { variable, random });
  const inputs = program.inputs.map(({ name, value }) => {
    const type = writer.typeOf(value);
    const fed = emitter.node('Placeholder', [], placeholder(type), name);
    writer.set(value, fed);
    emitter.sizes.learn({ name: fed, dtype: type.dtype }, type.shape);
    return { name, at: `${fed}:0`, type };
  });
  writer.writeAll();
  const results = program.outputs.map(({ name, value }) => ({ name, type: writer.typeOf(value), from: writer.get(value) }));
  const updates = writer.writeUpdates(results.map(({ from }) => from)).map((name) => `^${name}`);
  const after = updates.length === 0 ? [] : [`^${emitter.node('NoOp', updates, {}, 'updates')}`];
  const outputs = results.map(({ name, type, from }) => {
    const own = fetchable(emitter, from, type);
    const fetched = emitter.node('Identity', [own, ...after], { T: { type: fetchedAs(type.dtype) } }, name);
    return { name, at: `${fetched}:0`, type };
  });
  const hasRandom = program.nodes.some(({ op }) => op === 'random');
  return { inputs, outputs, ...(hasRandom ? { random: { seed: `${random.seed}:0`, step: `${random.step}:0` } } : {}) };
}

const fetchedAs = (dtype: DType): DType => (dtype === 'uint8' ? 'int32' : dtype);

const fetchable = (emitter: Emitter, name: string, { dtype }: TensorType): string =>
  fetchedAs(dtype) === dtype ? name : emitter.cast(name, dtype, fetchedAs(dtype));

/** −1 for a size that is known when the graph runs. */
const sizesOf = ({ shape }: TensorType): number[] => shape.map((dim) => (isNumber(dim) ? dim : -1));

const placeholder = (type: TensorType): Attributes => ({ dtype: { type: type.dtype }, shape: { shape: sizesOf(type) } });

/** Names without what TensorFlow, or the list in which names are handed to it, takes for something else. */
function legalNames(): (wanted: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (wanted) => {
    const base = wanted.replaceAll(/[^A-Za-z0-9_./-]/g, '_');
    let count = counts.get(base) ?? 0;
    let name = count === 0 ? base : `${base}_${count}`;
    while (taken.has(name)) name = `${base}_${++count}`;
    counts.set(base, count + 1);
    taken.add(name);
    return name;
  };
}

/** All nodes that are fed or fetched. */
function namesOf({ programs, state }: Omit<SessionGraph, 'bytes'>): string[] {
  const ends = Object.values(programs).flatMap(({ inputs, outputs, random }) => [
    ...[...inputs, ...outputs].map(({ at }) => at),
    ...(random === undefined ? [] : [random.seed, random.step]),
  ]);
  return [...ends, ...state.flatMap(({ read, write }) => [read, write.feed, write.done])];
}
