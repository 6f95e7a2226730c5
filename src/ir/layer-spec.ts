/**
 * What a layer is to the checker: its arguments, its documentation, and a pure rule from arguments and input types to
 * outputs, weights and cost. The rule runs on the host and, for `x.shape` in user code, inside the sandbox.
 */
import type { ArgumentTable, Parsed } from './arguments';
import type { Callable, Positional } from './callable';
import type { Dim } from './dim';
import type { Weight } from './network';
import type { TensorType } from './tensor';

/** Decides the colour of a box in the diagram. */
export type Family =
  | 'input'
  | 'dense'
  | 'embedding'
  | 'convolution'
  | 'pooling'
  | 'recurrent'
  | 'attention'
  | 'normalization'
  | 'regularization'
  | 'shape'
  | 'activation'
  | 'merge';

export interface LayerSpec<Table extends ArgumentTable = ArgumentTable> extends Callable<Table> {
  /** The Keras 3 layer that computes the same. */
  readonly keras: string;
  readonly family: Family;
  /** How many tensors the layer is applied to; `[0, 0]` for `input`. */
  readonly arity: readonly [least: number, most: number];
  infer(call: { readonly args: Parsed<Table>; readonly inputs: readonly TensorType[] }): Inference;
}

export interface Inference {
  readonly outputs: readonly TensorType[];
  readonly weights?: readonly Weight[];
  /** Multiply-accumulates for one sample; absent: none. Only matrix products and convolutions count. */
  readonly macs?: Dim;
  /** What does not fit. The outputs above are then the best guess (`UNKNOWN` sizes where there is none). */
  readonly faults?: readonly Fault[];
}

/** A finding as the shape rule makes it; the rule of that name words it and offers fixes. */
export interface Fault {
  /** A rule in `compiler/rules/`. */
  readonly rule: string;
  /** The argument to blame; absent: the layer as a whole. */
  readonly argument?: string;
  /** The input to blame (position), where no argument is. */
  readonly input?: number;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Keeps the argument types for `infer` while the table of all layers holds plain `LayerSpec`s. */
export const defineLayer = <const Table extends ArgumentTable>(spec: LayerSpec<Table> & Positional<Table>): LayerSpec<Table> =>
  spec;
