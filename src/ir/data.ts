/** Data as a model file describes them, and what is known of them before training. Plain JSON. */
import type { Location } from './location';
import type { DType } from './tensor';

/** A source and what is done to its rows, in order. Paths are resolved from the model file. */
export interface DataDescription {
  readonly source: Step;
  readonly transforms: readonly Step[];
  readonly location?: Location;
}

/** `digits()`, `.split({ validation: 0.1 })`: a name and arguments. */
export interface Step {
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** What the host reads from the files, so that model and data can be compared without training. */
export interface Schema {
  readonly name: string;
  /** Estimated where a large file was not read to its end. */
  readonly rows: number;
  readonly features: readonly Column[];
  readonly targets: readonly Column[];
  /** Rows of each split; absent splits have 0. */
  readonly splits: Readonly<Record<SplitName, number>>;
}

export type SplitName = 'train' | 'validation' | 'test';

/** One named tensor of every row. */
export interface Column {
  readonly name: string;
  /** Of one row, without the batch. */
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Smallest and largest value; absent where only the loaded rows can tell. */
  readonly range?: readonly [number, number];
  /** Of the rows of a table: what stands at each position. */
  readonly fields?: readonly Field[];
  /** Only the beginning of a large file was read: more classes, and with them another shape, may come. */
  readonly partial?: true;
  /** For targets: what the numbers mean. */
  readonly meaning:
    | { readonly kind: 'value' }
    /** Class indices, 0 to classes − 1. */
    | { readonly kind: 'class'; readonly classes: number; readonly names: readonly string[] }
    /** One-hot rows over the classes. */
    | { readonly kind: 'oneHot'; readonly classes: number; readonly names: readonly string[] };
}

export interface Field {
  readonly name: string;
  readonly range: readonly [number, number];
}
