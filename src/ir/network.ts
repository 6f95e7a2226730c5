/**
 * What the user wrote: layers with their arguments, and the calls that connect them. Preview, checks, summaries and the
 * lowering to a Program all read this. Plain JSON; `graph.json` of a run is one of these.
 */
import type { Dim } from './dim';
import type { Location } from './location';
import type { DType, Shape, TensorType } from './tensor';

export interface Network {
  readonly v: 1;
  /** Name of the export, or of the variable where the export has none. */
  readonly name: string;
  readonly layers: readonly Layer[];
  /** In an order in which every call comes after what it reads. */
  readonly calls: readonly Call[];
  readonly inputs: readonly Ref[];
  readonly outputs: readonly Ref[];
  /** Made from text with a broken statement left out: shown, never trained. */
  readonly partial: boolean;
  /** Where the model was made: `model({ ... })`. */
  readonly location?: Location;
}

/** One set of weights. A layer that is called twice stands here once. */
export interface Layer {
  /** Block path and name, or operation and ordinal: `encoder_2/conv2d_1`. The same id everywhere, weights included. */
  readonly id: string;
  /** Name of its spec: `dense`, `conv2d`, ... */
  readonly op: string;
  /** All arguments, defaults filled in, as the spec's parser returns them. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Blocks from the outside in; empty at the top level. */
  readonly block: readonly string[];
  readonly weights: readonly Weight[];
  readonly trainable: boolean;
  /** Where the layer was made: `dense(10)`. */
  readonly location?: Location;
}

export interface Weight {
  /** Last part of the name; the whole is `<layer id>/<name>`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly initializer: Initializer;
  /** False for running statistics, which no gradient reaches. */
  readonly trainable: boolean;
}

/** Keras's initializers; `fan` sizes follow from the shape as in Keras. */
export type Initializer =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'ones' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal' | 'lecunNormal' | 'lecunUniform' }
  | { readonly kind: 'randomNormal'; readonly mean: number; readonly stddev: number }
  | { readonly kind: 'randomUniform'; readonly min: number; readonly max: number };

/** A layer applied to tensors. */
export interface Call {
  /** Position in `Network.layers`. */
  readonly layer: number;
  readonly inputs: readonly Ref[];
  readonly outputs: readonly TensorType[];
  /** Multiply-accumulates for one sample. */
  readonly macs: Dim;
  /** Blocks and applied models around it, from the outside in; applied once more, a model is `encoder@2`. Absent: none. */
  readonly block?: readonly string[];
  /** Where the layer was applied: `(x)`. */
  readonly location?: Location;
}

/** An output of a call. */
export interface Ref {
  /** Position in `Network.calls`. */
  readonly call: number;
  readonly output: number;
}

export const typeOf = ({ calls }: Pick<Network, 'calls'>, ref: Ref): TensorType | undefined =>
  calls[ref.call]?.outputs[ref.output];
