/** From a network of layers to values in a graph: each call of a layer becomes the primitives its lowering says. */
import type { Call, Layer, Network, Ref } from '../ir/network';
import type { Value } from '../ir/program';
import type { Graph } from './graph';
import type { Logits, Lowered, LoweringTable } from './lowering';
import { formatType, sameType } from './shapes';

export interface LoweredNetwork {
  readonly outputs: readonly NetworkOutput[];
  readonly weights: readonly NetworkWeight[];
  /** What each call of the network gives, in their order. */
  readonly calls: readonly (readonly Value[])[];
}

export interface NetworkOutput {
  readonly value: Value;
  readonly logits?: Logits;
}

export interface NetworkWeight {
  /** `<layer id>/<weight>`, which is also the name of its state. */
  readonly name: string;
  readonly layer: string;
  readonly value: Value;
  readonly trainable: boolean;
}

/** In training, layers behave as while training: dropout drops. */
export function lower(network: Network, lowerings: LoweringTable, graph: Graph, training: boolean): LoweredNetwork {
  if (network.partial) throw new TypeError(`${network.name} was read from text with a broken statement: it can't be run.`);
  const weights = network.layers.flatMap((layer) => weightsOf(layer, graph));
  const byName = new Map(weights.map(({ name, value }) => [name, value]));
  const results: Lowered[] = [];
  const timesCalled = new Map<Layer, number>();
  const resolve = ({ call, output }: Ref): NetworkOutput => {
    const { outputs, logits } = results[call] as Lowered;
    return { value: outputs[output] as Value, ...(logits === undefined ? {} : { logits }) };
  };

  for (const { layer: position, inputs, outputs: outputTypes } of network.calls) {
    const layer = network.layers[position] as Layer;
    const { id, op, args, trainable } = layer;
    const lowering = lowerings[op];
    if (lowering === undefined) throw new TypeError(`Layer '${op}' can't be trained or exported yet.`);
    const call = timesCalled.get(layer) ?? 0;
    timesCalled.set(layer, call + 1);
    const weight = (name: string): Value => {
      const value = byName.get(`${id}/${name}`);
      if (value === undefined) throw new TypeError(`${id} has no weight '${name}'.`);
      return value;
    };
    const values = inputs.map((ref) => {
      const { value } = resolve(ref);
      return lowering.takesIntegers ? value : graph.cast(value, 'float32');
    });
    const lowered = lowering.lower({ graph, id, call, args, inputs: values, outputTypes, training, trainable, weight });
    requireTypes(id, graph, lowered, outputTypes);
    results.push(lowered);
  }
  return { outputs: network.outputs.map(resolve), weights, calls: results.map(({ outputs }) => outputs) };
}

function weightsOf({ id, weights, trainable }: Layer, graph: Graph): NetworkWeight[] {
  return weights.map((weight) => {
    const name = `${id}/${weight.name}`;
    const value = graph.state(name, { shape: weight.shape, dtype: weight.dtype });
    return { name, layer: id, value, trainable: trainable && weight.trainable };
  });
}

/** Spec and lowering of a layer are written apart: here they have to agree. */
function requireTypes(id: string, graph: Graph, { outputs }: Lowered, declared: Call['outputs']): void {
  declared.forEach((type, k) => {
    const value = outputs[k];
    const own = value === undefined ? undefined : graph.typeOf(value);
    if (own !== undefined && sameType(own, type)) return;
    const given = own === undefined ? 'nothing' : formatType(own);
    throw new TypeError(`${id} should give ${formatType(type)}, its lowering gives ${given}.`);
  });
}
