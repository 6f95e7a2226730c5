/** `modelwright summary --format json`: every layer with its shape, parameters and cost, and the totals. */
import { add, type Dim, formatDim, isNumber, isUnknown, multiply } from '../ir/dim';
import type { Network } from '../ir/network';
import type { DType } from '../ir/tensor';
import { OPTIMIZER_BYTES, type OptimizerName, parametersOf, totalMacs, totalParameters, trainingMemory } from './cost';

/** A number, the text of a symbolic size (`2·time`), or null where a fault left it open. */
export type Size = number | string | null;

export interface SummaryReport {
  readonly v: 1;
  readonly models: readonly Summary[];
}

export interface Summary {
  readonly name: string;
  /** Made from text with a broken statement left out. */
  readonly partial: boolean;
  readonly layers: readonly LayerSummary[];
  readonly totals: Totals;
  readonly trainingMemory: readonly MemoryRow[];
}

export interface LayerSummary {
  readonly id: string;
  readonly op: string;
  /** Of the first call, without the batch. */
  readonly outputShape: readonly Size[];
  readonly dtype: DType;
  readonly parameters: Size;
  readonly trainable: boolean;
  /** Multiply-accumulates of one sample, over all calls. */
  readonly macs: Size;
  /** How often the layer is applied: more than once means shared weights. */
  readonly calls: number;
}

export interface Totals {
  readonly parameters: Size;
  readonly trainableParameters: Size;
  readonly macs: Size;
}

/** Bytes. */
export type MemoryRow = { readonly batchSize: number } & Readonly<Record<OptimizerName, Size>>;

const BATCH_SIZES = [1, 32, 128];

export function summarize(network: Network): Summary {
  const { all, trainable } = totalParameters(network.layers);
  const layers = network.layers.map((layer, at): LayerSummary => {
    const calls = network.calls.filter((call) => call.layer === at);
    const [output] = calls[0]?.outputs ?? [];
    return {
      id: layer.id,
      op: layer.op,
      outputShape: (output?.shape.slice(1) ?? []).map(sizeOf),
      dtype: output?.dtype ?? 'float32',
      parameters: sizeOf(parametersOf(layer).all),
      trainable: layer.trainable,
      macs: sizeOf(totalMacs({ calls })),
      calls: calls.length,
    };
  });
  return {
    name: network.name,
    partial: network.partial,
    layers,
    totals: { parameters: sizeOf(all), trainableParameters: sizeOf(trainable), macs: sizeOf(totalMacs(network)) },
    trainingMemory: memoryRows(network),
  };
}

function memoryRows(network: Network): MemoryRow[] {
  const { states, activations } = trainingMemory(network);
  return BATCH_SIZES.map((batchSize) => {
    const bytes = (optimizer: OptimizerName): Size => sizeOf(add(states[optimizer], multiply(batchSize, activations)));
    return { batchSize, sgd: bytes('sgd'), momentum: bytes('momentum'), adam: bytes('adam') };
  });
}

export const OPTIMIZERS = Object.keys(OPTIMIZER_BYTES) as readonly OptimizerName[];

const sizeOf = (dim: Dim): Size => (isNumber(dim) ? dim : isUnknown(dim) ? null : formatDim(dim));
