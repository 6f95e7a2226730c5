/** Builds networks for tests: layers by name and arguments, applied to what earlier calls made. */
import { Refusal } from '../../src/ir/arguments';
import type { Call, Layer, Network, Ref } from '../../src/ir/network';
import { layerSpecs } from '../../src/layers/index.spec';

export interface Builder {
  /** Makes a layer; calling the result applies it. */
  layer(op: string, args?: Record<string, unknown>, name?: string): (...inputs: readonly Ref[]) => Ref;
  /** Calls that are made meanwhile belong to the block. */
  block<T>(name: string, make: () => T): T;
}

export function build(name: string, define: (builder: Builder) => readonly Ref[]): Network {
  const layers: Layer[] = [];
  const calls: Call[] = [];
  const ordinals = new Map<string, number>();

  let around: readonly string[] = [];
  const block: Builder['block'] = (inner, make) => {
    const outer = around;
    around = [...outer, inner];
    const made = make();
    around = outer;
    return made;
  };

  const layer: Builder['layer'] = (op, args = {}, given) => {
    const spec = layerSpecs[op];
    if (spec === undefined) throw new Error(`no layer ${op}`);
    const ordinal = (ordinals.get(op) ?? 0) + 1;
    ordinals.set(op, ordinal);
    const parsed = Object.entries(spec.arguments).map(([key, argument]) => {
      const value = key in args ? argument.parse(args[key]) : argument.default;
      if (value === undefined || value instanceof Refusal) throw new Error(`${op}: ${key}`);
      return [key, value];
    });
    const made: Layer = {
      id: given ?? `${op}_${ordinal}`,
      op,
      args: Object.fromEntries(parsed),
      block: [],
      weights: [],
      trainable: true,
    };
    const at = layers.push(made) - 1;
    return (...inputs) => {
      const types = inputs.map((ref) => calls[ref.call]?.outputs[ref.output]).filter((type) => type !== undefined);
      const { outputs, weights = [], macs = 0 } = spec.infer({ args: made.args, inputs: types });
      layers[at] = { ...made, weights };
      const own = around.length > 0 ? { block: around } : {};
      return { call: calls.push({ layer: at, inputs, outputs, macs, ...own }) - 1, output: 0 };
    };
  };

  const outputs = define({ layer, block });
  const inputs = calls.flatMap((call, at) => (layers[call.layer]?.op === 'input' ? [{ call: at, output: 0 }] : []));
  return { v: 1, name, layers, calls, inputs, outputs, partial: false };
}

/** Layers one after the other: `chain('mlp', ['input', { shape: [4] }], ['dense', { units: 3 }])`. */
export const chain = (
  name: string,
  ...steps: readonly (readonly [op: string, args?: Record<string, unknown>, name?: string | undefined])[]
): Network =>
  build(name, ({ layer }) => {
    const last = steps.reduce<Ref | undefined>((x, [op, args, given]) => {
      const apply = layer(op, args, given);
      return x === undefined ? apply() : apply(x);
    }, undefined);
    return last === undefined ? [] : [last];
  });

export const mnistMlp = chain(
  'mnistMlp',
  ['input', { shape: [784] }, 'pixels'],
  ['dense', { units: 128, activation: 'relu' }],
  ['dense', { units: 10, activation: 'softmax' }, 'digit'],
);

export const catsVsDogs = chain(
  'catsVsDogs',
  ['input', { shape: [150, 150, 3] }, 'photo'],
  ...[32, 64, 128, 128].flatMap((filters) => [
    ['conv2d', { filters, kernelSize: 3, activation: 'relu' }] as const,
    ['maxPooling2d', { poolSize: 2 }] as const,
  ]),
  ['flatten'],
  ['dropout', { rate: 0.5 }],
  ['dense', { units: 512, activation: 'relu' }],
  ['dense', { units: 1, activation: 'sigmoid' }, 'isDog'],
);
