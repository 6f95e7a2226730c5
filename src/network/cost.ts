/** What a network costs: parameters, multiply-accumulates, and the memory that training it takes. */
import { add, type Dim, multiply, product } from '../ir/dim';
import type { Layer, Network } from '../ir/network';
import type { DType } from '../ir/tensor';
import { layerSpecs } from '../layers/index.spec';

export interface Parameters {
  readonly all: Dim;
  /** What an optimizer may change. */
  readonly trainable: Dim;
}

const sum = (dims: readonly Dim[]): Dim => dims.reduce(add, 0);

export function parametersOf({ weights, trainable }: Layer): Parameters {
  const count = (some: Layer['weights']): Dim => sum(some.map(({ shape }) => product(shape)));
  return { all: count(weights), trainable: trainable ? count(weights.filter((weight) => weight.trainable)) : 0 };
}

export function totalParameters(layers: readonly Layer[]): Parameters {
  const each = layers.map(parametersOf);
  return { all: sum(each.map(({ all }) => all)), trainable: sum(each.map(({ trainable }) => trainable)) };
}

/** Of one sample, over all calls: a layer that is called twice counts twice. */
export const totalMacs = ({ calls }: Pick<Network, 'calls'>): Dim => sum(calls.map(({ macs }) => macs));

const BYTES: Readonly<Record<DType, number>> = { float32: 4, int32: 4, uint8: 1, bool: 1 };

/** What an optimizer keeps for each parameter, in bytes: nothing, a velocity, or two moments. */
export const OPTIMIZER_BYTES = { sgd: 0, momentum: 4, adam: 8 } as const;

export type OptimizerName = keyof typeof OPTIMIZER_BYTES;

export interface TrainingMemory {
  /** Bytes that do not depend on the batch: parameters, their gradients, the optimizer's state. */
  readonly states: Readonly<Record<OptimizerName, Dim>>;
  /** Bytes for one sample: outputs that the backward pass reads. */
  readonly activations: Dim;
}

/**
 * Float32 training: 8 bytes for a parameter and its gradient plus the optimizer's (16 with Adam), as counted in the ZeRO
 * paper (arXiv:1910.02054); frozen parameters 4. Every output is kept until the backward pass, but for mere changes of
 * shape, which share the memory of what they read. Workspace of the engine comes on top.
 */
export function trainingMemory(network: Network): TrainingMemory {
  const { all, trainable } = totalParameters(network.layers);
  const states = (optimizer: number): Dim => add(multiply(4, all), multiply(4 + optimizer, trainable));
  const activations = network.calls.flatMap((call) => {
    const family = layerSpecs[network.layers[call.layer]?.op ?? '']?.family;
    return family === 'shape' ? [] : call.outputs.map(({ shape, dtype }) => multiply(BYTES[dtype], product(shape.slice(1))));
  });
  const { sgd, momentum, adam } = OPTIMIZER_BYTES;
  return { states: { sgd: states(sgd), momentum: states(momentum), adam: states(adam) }, activations: sum(activations) };
}
