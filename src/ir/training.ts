/** A training as written in a model file: which objectives, on which data, for how long. Plain JSON. */
import type { DataDescription } from './data';
import type { Location } from './location';

export interface Training {
  readonly v: 1;
  /** Name of the export: `default`, or what stands behind `#`. */
  readonly name: string;
  /** Name of the Network that is trained. */
  readonly model: string;
  readonly data: DataDescription;
  /** Supervised training has one. */
  readonly objectives: readonly Objective[];
  readonly metrics: readonly string[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly location?: Location;
}

/** What one optimizer makes small, and over which weights. */
export interface Objective {
  readonly losses: readonly Loss[];
  readonly optimizer: Optimizer;
  /** Ids of the layers it may change; absent: all trainable ones. */
  readonly of?: readonly string[];
}

export interface Loss {
  readonly kind: LossKind;
  /** Position in the network's outputs. */
  readonly output: number;
  readonly fromLogits: boolean;
  readonly weight: number;
}

export type LossKind = 'categoricalCrossentropy' | 'sparseCategoricalCrossentropy' | 'binaryCrossentropy' | 'meanSquaredError';

export type Optimizer =
  | { readonly kind: 'sgd'; readonly learningRate: number; readonly momentum: number; readonly nesterov: boolean }
  | {
      readonly kind: 'adam';
      readonly learningRate: number;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };
