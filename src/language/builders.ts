/** Inside the sandbox: the functions that a model file imports, made from the specs. */
import type { Callable } from '../ir/callable';
import type { LayerSpec } from '../ir/layer-spec';
import { modelSpec, sequentialSpec, trainSpec } from './assembly';
import { inferLayer, readLayer } from './infer';
import { readArguments } from './read';
import { encode, entryOf, record, recordAs } from './recorder';
import type { Encoded } from './recording';
import { Tensor, typeOf } from './tensor';

type Apply = (...tensors: unknown[]) => Tensor;

/** `dense(10)` is a layer, `dense(10)(x)` a tensor. A layer without inputs is applied at once: `input([8, 8, 1])`. */
export function layerFunction(spec: LayerSpec): (...args: unknown[]) => Apply | Tensor {
  return (...args) => {
    const values = args.map((arg) => encode(arg));
    const apply: Apply = (...tensors) => {
      const inputs = tensors.length === 1 && Array.isArray(tensors[0]) ? tensors[0] : tensors;
      const call = record({ kind: 'call', layer: entryOf(apply) ?? 0, inputs: inputs.map((input) => encode(input)) });
      return new Tensor(() => inferLayer(spec, readLayer(spec, values), inputs.map(typeOf)).outputs[0], call, 0);
    };
    recordAs(apply, { kind: 'layer', op: spec.op, args: values });
    return spec.arity[1] === 0 ? apply() : apply;
  };
}

/** `adam(1e-3)`, `binaryCrossentropy({ fromLogits: true })`: only described here. */
export const descriptionFunction =
  (kind: 'optimizer' | 'loss', { op }: Callable) =>
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
  return recordAs(notCallable(), { kind: 'model', op: modelSpec.op, args: values, inputs, outputs });
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
  const [first] = list;
  const isModel = first instanceof Tensor;
  const value = isModel ? notCallable() : through;
  return recordAs(value, {
    kind: 'model',
    op: sequentialSpec.op,
    args: args.map((arg) => encode(arg)),
    inputs: isModel ? [encode(first)] : [],
    outputs: isModel ? [encode(through(first))] : [],
  });
}

export const train = (...args: unknown[]): object =>
  recordAs({}, { kind: 'training', op: trainSpec.op, args: args.map((arg) => encode(arg)) });

const notCallable = (): (() => never) => () => {
  throw new TypeError('A model cannot be applied to a tensor yet. Put its layers into a function, and call that.');
};
