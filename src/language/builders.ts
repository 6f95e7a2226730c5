/** Inside the sandbox: the functions that a model file imports, made from the specs. */
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { blockSpec, modelSpec, sequentialSpec, trainSpec } from './assembly';
import { inferLayer, readLayer } from './infer';
import { readArguments } from './read';
import { encode, entryOf, inside, record, recordAs } from './recorder';
import type { Encoded } from './recording';
import { Tensor, typeOf } from './tensor';

type Apply = (...tensors: unknown[]) => Tensor;

/** `add()([a, b])` and `add()(a, b)` are the same. */
const listed = (tensors: readonly unknown[]): readonly unknown[] =>
  tensors.length === 1 && Array.isArray(tensors[0]) ? tensors[0] : tensors;

/** `dense(10)` is a layer, `dense(10)(x)` a tensor. A layer without inputs is applied at once: `input([8, 8, 1])`. */
export function layerFunction(spec: LayerSpec): (...args: unknown[]) => Apply | Tensor {
  return (...args) => {
    const values = args.map((arg) => encode(arg));
    const apply: Apply = (...tensors) => {
      const inputs = listed(tensors);
      const call = record({ kind: 'call', layer: entryOf(apply) ?? 0, inputs: inputs.map((input) => encode(input)) });
      return new Tensor(() => inferLayer(spec, readLayer(spec, values), inputs.map(typeOf)).outputs[0], call, 0);
    };
    recordAs(apply, { kind: 'layer', op: spec.op, args: values });
    return spec.arity[1] === 0 ? apply() : apply;
  };
}

/** `adam(1e-3)`, `binaryCrossentropy({ fromLogits: true })`: only described here. */
export const descriptionFunction =
  (kind: 'optimizer' | 'loss' | 'schedule' | 'callback', { op }: Callable) =>
  (...args: unknown[]): object =>
    recordAs({}, { kind, op, args: args.map((arg) => encode(arg)) });

/** `digits()` gives data, whose methods are the transforms and give data again. */
export function dataFunction({ op }: Callable, transforms: readonly Callable[]): (...args: unknown[]) => object {
  const methods: object = {};
  const describe = (step: string, args: readonly unknown[], from: { readonly from?: number }): object =>
    recordAs(Object.create(methods), { kind: 'data', op: step, args: args.map((arg) => encode(arg)), ...from });
  for (const transform of transforms) {
    Object.defineProperty(methods, transform.op, {
      value(this: unknown, ...args: unknown[]) {
        const from = entryOf(this);
        if (from === undefined) throw new TypeError(`${transform.op}() follows data with a dot: ${op}().${transform.op}().`);
        return describe(transform.op, args, { from });
      },
    });
  }
  return (...args) => describe(op, args, {});
}

export function model(...args: unknown[]): object {
  const values = args.map((arg) => encode(arg));
  const { inputs = [], outputs = [] } = readArguments(modelSpec, values).args as { inputs?: Encoded[]; outputs?: Encoded[] };
  const [options] = args;
  const made = typeof options === 'object' && options !== null && 'outputs' in options ? options.outputs : undefined;
  return recordAs(applicable(made), { kind: 'model', op: modelSpec.op, args: values, inputs, outputs });
}

/** What applies a model to other tensors: its outputs come again, as a list where they were given as one. */
function applicable(outputs: unknown): (...tensors: unknown[]) => unknown {
  const apply = (...tensors: unknown[]): unknown => {
    const inputs = listed(tensors).map((input) => encode(input));
    const at = record({ kind: 'application', model: entryOf(apply) ?? 0, inputs });
    const again = (output: unknown, position: number): Tensor => new Tensor(() => typeOf(output), at, position);
    return Array.isArray(outputs) ? outputs.map(again) : again(outputs, 0);
  };
  return apply;
}

/** With a tensor in front a model; without, something to apply to a tensor. */
export function sequential(...args: unknown[]): object {
  const list: readonly unknown[] = Array.isArray(args[0]) ? args[0] : [];
  const layers = list.filter((item) => typeof item === 'function');
  // A plain loop: a native function between the user's code and a layer would hide whose call it is.
  const through = (start: unknown): unknown => {
    let x = start;
    for (const layer of layers) x = layer(x);
    return x;
  };
  const values = args.map((arg) => encode(arg));
  const [first] = list;
  if (first instanceof Tensor) {
    const last = through(first);
    const ends = { inputs: [encode(first)], outputs: [encode(last)] };
    return recordAs(applicable(last), { kind: 'model', op: sequentialSpec.op, args: values, ...ends });
  }
  const apply = (start: unknown): unknown => {
    const at = record({ kind: 'application', model: entryOf(apply) ?? 0, inputs: [encode(start)] });
    return inside(at, () => through(start));
  };
  return recordAs(apply, { kind: 'model', op: sequentialSpec.op, args: values, inputs: [], outputs: [] });
}

/** Runs a function, and what it makes belongs together; or makes one thing to apply of a list of layers. */
export function block(...args: unknown[]): unknown {
  const [name, content] = args.length > 1 || typeof args[0] === 'string' ? args : [undefined, args[0]];
  if (Array.isArray(content)) return sequential(content, name === undefined ? {} : { name });
  const at = record({ kind: 'block', op: blockSpec.op, args: [encode(name), encode(content)] });
  return typeof content === 'function' ? inside(at, () => content()) : undefined;
}

export const train = (...args: unknown[]): object =>
  recordAs({}, { kind: 'training', op: trainSpec.op, args: args.map((arg) => encode(arg)) });
