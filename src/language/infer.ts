/** A layer's shape rule applied to what a model file wrote. The sandbox does it for `x.shape`, the compiler for everything else. */
import type { ArgumentTable, Parsed } from '../ir/arguments';
import { type Dim, equal, UNKNOWN } from '../ir/dim';
import type { Fault, Inference, LayerSpec } from '../ir/layer-spec';
import type { TensorType } from '../ir/tensor';
import { layerArguments } from './layer-arguments.spec';
import { type Reading, readArguments } from './read';
import type { Encoded } from './recording';

/** Undefined: after a mistake not even the number of axes is known. */
export type Known = TensorType | undefined;

export interface Inferred extends Omit<Inference, 'outputs'> {
  readonly outputs: readonly Known[];
  readonly faults: readonly Fault[];
}

export const readLayer = (spec: LayerSpec, values: readonly Encoded[]): Reading =>
  readArguments({ positional: spec.positional, arguments: { ...spec.arguments, ...layerArguments } }, values);

export function inferLayer(spec: LayerSpec, reading: Reading, inputs: readonly Known[]): Inferred {
  const [least, most] = spec.arity;
  if (inputs.length < least || inputs.length > most) {
    return { outputs: [undefined], faults: [{ rule: 'graph-arity', params: { least, most, got: inputs.length } }] };
  }
  const known = inputs.filter((input) => input !== undefined);
  if (known.length < inputs.length) return { outputs: [undefined], faults: [] };
  const [first, ...others] = reading.guesses.map((args) => spec.infer({ args: args as Parsed<ArgumentTable>, inputs: known }));
  if (first === undefined) return { outputs: [undefined], faults: [] };
  return { ...first, ...others.reduce(agreement, { outputs: first.outputs, faults: first.faults ?? [] }) };
}

/** What holds whichever guess was right. */
function agreement(sure: { outputs: readonly Known[]; faults: readonly Fault[] }, other: Inference): typeof sure {
  return {
    outputs: sure.outputs.map((output, index) => agreedType(output, other.outputs[index])),
    faults: sure.faults.filter((fault) =>
      other.faults?.some(({ rule, argument }) => rule === fault.rule && argument === fault.argument),
    ),
  };
}

function agreedType(a: Known, b: Known): Known {
  if (a === undefined || b === undefined || a.shape.length !== b.shape.length) return undefined;
  const shape = a.shape.map((dim, axis): Dim => (equal(dim, b.shape[axis] ?? UNKNOWN) ? dim : UNKNOWN));
  return { shape, dtype: a.dtype };
}
