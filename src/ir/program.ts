/**
 * A Program is a network in primitives: what an engine runs and what exports ship. One static graph with symbolic sizes;
 * images are [batch, height, width, channels] and kernels are laid out as in Keras, whatever an engine prefers inside.
 */
import type { DType, Shape, TensorType } from './tensor';

/** A position in `Program.values`. */
export type Value = number;

export interface Program {
  readonly v: 1;
  readonly name: string;
  /** Type of every value. */
  readonly values: readonly TensorType[];
  /** What a run is given by name: inputs, targets, sample weights, rates. */
  readonly inputs: readonly Port[];
  /** What a run keeps for the next one. */
  readonly state: readonly State[];
  /** In an order in which every node comes after what it reads. */
  readonly nodes: readonly Node[];
  readonly outputs: readonly Port[];
}

export interface Port {
  readonly name: string;
  readonly value: Value;
}

/** A pair: the value at the start of a run, and the value it leaves. Without `next` it is read only. */
export interface State {
  /** `<layer id>/<weight>` for weights, `<layer id>/<weight>/adam/m` for what an optimizer adds. */
  readonly name: string;
  readonly value: Value;
  readonly next?: Value;
}

export interface Node {
  /** Name of a primitive. */
  readonly op: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attrs: Attributes;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** `Program` is the body of a `scan`. */
export type Attribute = number | string | boolean | readonly number[] | DType | Shape | Program;
