/** What a transform does to a schema, to the order of the rows, and to their values. */
import type { ArgumentTable, Parsed } from '../ir/arguments';
import type { Callable } from '../ir/callable';
import type { Schema, SplitName, Step } from '../ir/data';
import { readArguments } from './arguments';
import type { LoadedColumn } from './source';

/** For each split, positions of its rows in the source. */
export type Rows = Readonly<Record<SplitName, Uint32Array>>;

export interface Effect {
  /** What is known of the data afterwards. Throws a `DataError` where the transform does not fit. */
  schema?(schema: Schema): Schema;
  /** `seed` is the training's. */
  rows?(rows: Rows, seed: number): Rows;
  /** `train` holds the rows that may be looked at. */
  features?(column: LoadedColumn, train: Uint32Array): LoadedColumn;
  targets?(column: LoadedColumn): LoadedColumn;
}

export type Transform = (step: Step) => Effect;

export const defineTransform =
  <Table extends ArgumentTable>(spec: Callable<Table>, effect: (args: Parsed<Table>) => Effect): Transform =>
  (step) =>
    effect(readArguments(spec, step));
