/** How a layer says what it is in primitives: the contract of the `*.lower.ts` files. */
import type { Value } from '../ir/program';
import type { TensorType } from '../ir/tensor';
import type { Graph } from './graph';

/** `Args` are the layer's arguments as its spec parses them. */
export interface Lowering<Args = Readonly<Record<string, unknown>>, Inputs = readonly Value[]> {
  lower(call: LoweringCall<Args, Inputs>): Lowered;
  /** Whole numbers come in as they are; other layers are given them as float32. */
  readonly takesIntegers?: boolean;
}

export type LoweringTable = Readonly<Record<string, Lowering>>;

interface LoweringCall<Args = Readonly<Record<string, unknown>>, Inputs = readonly Value[]> {
  readonly graph: Graph;
  /** Id of the layer. */
  readonly id: string;
  /** Which call of the layer this is, from 0: a shared layer is called several times. */
  readonly call: number;
  readonly args: Args;
  readonly inputs: Inputs;
  /** What the layer's spec says comes out. */
  readonly outputTypes: readonly TensorType[];
  readonly training: boolean;
  /** Whether training may change the layer's weights. */
  readonly trainable: boolean;
  /** A weight of the layer, by the last part of its name. */
  weight(name: string): Value;
}

export interface Lowered {
  readonly outputs: readonly Value[];
  /** Where the (only) output comes straight from softmax or sigmoid: what that was applied to. Losses prefer it. */
  readonly logits?: Logits;
}

export interface Logits {
  readonly value: Value;
  readonly activation: 'softmax' | 'sigmoid';
}
