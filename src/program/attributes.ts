/** Attributes of the primitives that have several, as a Program's nodes carry them. Axes count from 0, never from the end. */
import type { Program } from '../ir/program';
import type { Padding } from '../ir/window';

export type ConvAttributes = {
  /** Along height and width, like all pairs here. */
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations: Pair;
  readonly groups: number;
};

export type PoolAttributes = { readonly size: Pair; readonly strides: Pair; readonly padding: Padding };

export type Pair = readonly [number, number];

export type NormalizationAttributes = { readonly epsilon: number };

export type MatmulAttributes = { readonly transposeA: boolean; readonly transposeB: boolean };

export type ReduceAttributes = { readonly axes: readonly number[]; readonly keepDims: boolean };

/** A size of −1 reaches to the end of its axis. */
export type SliceAttributes = { readonly begin: readonly number[]; readonly size: readonly number[] };

export type PadAttributes = { readonly before: readonly number[]; readonly after: readonly number[]; readonly value: number };

/** Puts factor − 1 zeros between the entries of an axis. */
export type DilateAttributes = { readonly axes: readonly number[]; readonly factors: readonly number[] };

export type MomentumAttributes = { readonly momentum: number; readonly nesterov: boolean };

export type AdamAttributes = { readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/**
 * The loop runs over axis 0 of the sequences, backwards with `reverse`. The body is given the carries, one slice of each
 * sequence and the constants; it gives the new carries, then what is stacked along a new axis 0 (at the slice's index, in
 * either direction).
 */
export type ScanAttributes = {
  readonly body: Program;
  /** How many of the inputs are carries; after them come the sequences, then the constants. */
  readonly carries: number;
  readonly sequences: number;
  readonly reverse: boolean;
};
