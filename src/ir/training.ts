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
  /** What watches the epochs; absent: nothing. */
  readonly callbacks?: readonly Callback[];
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
  | { readonly kind: 'sgd'; readonly learningRate: LearningRate; readonly momentum: number; readonly nesterov: boolean }
  | {
      readonly kind: 'adam';
      readonly learningRate: LearningRate;
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
    };

export type LearningRate = number | Schedule;

/** The learning rate from step to step, as Keras's schedules of these names. */
export type Schedule =
  | {
      readonly kind: 'exponentialDecay';
      readonly initialLearningRate: number;
      readonly decaySteps: number;
      readonly decayRate: number;
      readonly staircase: boolean;
    }
  | {
      readonly kind: 'cosineDecay';
      readonly initialLearningRate: number;
      readonly decaySteps: number;
      readonly alpha: number;
      /** Null: no warm-up. */
      readonly warmupTarget: number | null;
      readonly warmupSteps: number;
    };

/** Looks at a measure after each epoch, as Keras's callbacks of these names. */
export type Callback =
  | ({ readonly kind: 'earlyStopping'; readonly startFromEpoch: number } & Watch)
  | ({
      readonly kind: 'reduceLROnPlateau';
      readonly factor: number;
      readonly cooldown: number;
      readonly minLr: number;
    } & Watch);

export interface Watch {
  /** `val_loss`, `accuracy`, ... */
  readonly monitor: string;
  /** Epochs without improvement that are put up with. */
  readonly patience: number;
  /** Less is no improvement. */
  readonly minDelta: number;
  /** `auto`: losses are to fall, metrics to rise. */
  readonly mode: 'auto' | 'min' | 'max';
}
