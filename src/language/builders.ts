/** Inside the sandbox: the functions that a model file imports, made from the specs. */
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { blockSpec, modelSpec, sequentialSpec, trainSpec } from './assembly';
import { readArguments } from './read';
import { decode, encode, encodeList, entryOf, here, inside, type Json, listOf, record, recordAs, recordedList } from './recorder';
import type { Encoded, Where } from './recording';
import { Tensor } from './tensor';

/** What a function of the language does. `where` is its call, `applied` the call of what it returns; undefined where not known. */
export type Build = (args: Arguments, where?: Where, applied?: Where) => unknown;

/** Values, or the number of a list of the compiler's. */
export type Arguments = readonly unknown[] | number;

const valuesOf = (args: Arguments): readonly unknown[] => (typeof args === 'number' ? recordedList(args) : args);

const { stringify } = JSON;

type Apply = (...tensors: unknown[]) => unknown;

/** `add()([a, b])` and `add()(a, b)` are the same. */
const listed = (tensors: readonly unknown[]): readonly unknown[] =>
  tensors.length === 1 && Array.isArray(tensors[0]) ? tensors[0] : tensors;

/** `dense(10)` is a layer, `dense(10)(x)` a tensor. A layer without inputs is applied at once: `input([8, 8, 1])`. */
export const layerBuild =
  ({ op, arity }: LayerSpec): Build =>
  (args, where, applied) => {
    if (arity[1] === 0) {
      const at = here(where);
      return applyLayer(record(at, 'layer', described(op, args)), [], at);
    }
    const apply: Apply = (...tensors) => applyLayer(layer, listed(tensors), takeTurn() ?? applied);
    const layer = recordAs(apply, where, 'layer', described(op, args));
    return apply;
  };

const applyLayer = (layer: number, tensors: readonly unknown[], where: Where | undefined): Tensor =>
  new Tensor(record(where, 'call', `"layer":${layer},"inputs":${encodeList(tensors)}`), 0);

const described = (op: string, args: Arguments): Json =>
  `"op":"${op}","args":${typeof args === 'number' ? args : listOf(encodeList(args))}`;

/** `adam(1e-3)`, `binaryCrossentropy({ fromLogits: true })`: only described here. */
export const descriptionBuild =
  (kind: 'optimizer' | 'loss' | 'schedule' | 'callback', { op }: Callable): Build =>
  (args, where) => {
    const made = {};
    recordAs(made, where, kind, described(op, args));
    return made;
  };

/** `digits()` gives data, whose methods are the transforms and give data again. */
export function dataBuild({ op }: Callable, transforms: readonly Callable[]): Build {
  const methods: object = {};
  const describe = (step: string, args: Arguments, from?: number, where?: Where): object => {
    const data: object = Object.create(methods);
    recordAs(data, where, 'data', `${described(step, args)}${from === undefined ? '' : `,"from":${from}`}`);
    return data;
  };
  for (const transform of transforms) {
    Object.defineProperty(methods, transform.op, {
      value(this: unknown, ...args: unknown[]) {
        const from = entryOf(this);
        if (from === undefined) throw new TypeError(`${transform.op}() follows data with a dot: ${op}().${transform.op}().`);
        return describe(transform.op, args, from);
      },
    });
  }
  return (args, where) => describe(op, args, undefined, where);
}

export const modelBuild: Build = (given, where, applied) => {
  const args = valuesOf(given);
  const values = decode(encodeList(args)) as readonly Encoded[];
  const { inputs = [], outputs = [] } = readArguments(modelSpec, values).args;
  const [options] = args;
  const made = typeof options === 'object' && options !== null && 'outputs' in options ? options.outputs : undefined;
  const apply = applicable(made, applied);
  recordAs(
    apply,
    where,
    'model',
    `${described(modelSpec.op, args)},"inputs":${stringify(inputs)},"outputs":${stringify(outputs)}`,
  );
  return apply;
};

/** What applies a model to other tensors: its outputs come again, as a list where they were given as one. */
function applicable(outputs: unknown, applied: Where | undefined): Apply {
  const apply: Apply = (...tensors) => {
    const at = takeTurn() ?? applied;
    const entry = record(at, 'application', `"model":${entryOf(apply) ?? 0},"inputs":${encodeList(listed(tensors))}`);
    return Array.isArray(outputs) ? outputs.map((_, position) => new Tensor(entry, position)) : new Tensor(entry, 0);
  };
  return apply;
}

/** With a tensor in front a model; without, something to apply to a tensor. */
export const sequentialBuild: Build = (given, where, applied) => {
  const args = valuesOf(given);
  const list: readonly unknown[] = Array.isArray(args[0]) ? args[0] : [];
  const layers = list.filter((item): item is Apply => typeof item === 'function');
  const [first] = list;
  if (first instanceof Tensor) {
    const at = here(where);
    const description = described(sequentialSpec.op, args);
    const last = through(layers, first, at);
    const apply = applicable(last, applied);
    const ends = `"inputs":[${encode(first)}],"outputs":[${encode(last)}]`;
    recordAs(apply, at, 'model', `${description},${ends}`);
    return apply;
  }
  const apply: Apply = (start) => {
    const at = here(takeTurn() ?? applied);
    const entry = record(at, 'application', `"model":${entryOf(apply) ?? 0},"inputs":[${encode(start)}]`);
    return inside(entry, () => through(layers, start, at));
  };
  recordAs(apply, where, 'model', `${described(sequentialSpec.op, args)},"inputs":[],"outputs":[]`);
  return apply;
};

/** A plain loop: a native function between the user's code and a layer would hide whose call it is. */
function through(layers: readonly Apply[], start: unknown, at: Where): unknown {
  let x = start;
  for (const layer of layers) {
    // A function of the user's is none of these, and stands where it stands.
    if (entryOf(layer) !== undefined) turn = at;
    x = layer(x);
  }
  return x;
}

/** For the layer that is applied next: in the name of which call. */
let turn: Where | undefined;

function takeTurn(): Where | undefined {
  const taken = turn;
  turn = undefined;
  return taken;
}

/** Runs a function, and what it makes belongs together; or makes one thing to apply of a list of layers. */
export const blockBuild: Build = (given, where, applied) => {
  const args = valuesOf(given);
  const [name, content] = args.length > 1 || typeof args[0] === 'string' ? args : [undefined, args[0]];
  if (Array.isArray(content)) return sequentialBuild([content, name === undefined ? {} : { name }], where, applied);
  const entry = record(where, 'block', described(blockSpec.op, [name, content]));
  return typeof content === 'function' ? inside(entry, () => content()) : undefined;
};

export const trainBuild: Build = (args, where) => {
  const made = {};
  recordAs(made, where, 'training', described(trainSpec.op, args));
  return made;
};
