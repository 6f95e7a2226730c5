/** A function of the language: everything that a model file may call is described by one of these. */
import type { ArgumentTable } from './arguments';

export interface Callable<Table extends ArgumentTable = ArgumentTable> {
  /** Its name in a model file, in camelCase. */
  readonly op: string;
  readonly doc: string;
  /** Names of the arguments that may stand before the options object, in order. */
  readonly positional: readonly string[];
  readonly arguments: Table;
}

/** Optimizers, data sources, transforms: functions that only describe. */
export const defineCallable = <const Table extends ArgumentTable>(spec: Callable<Table> & Positional<Table>): Callable<Table> =>
  spec;

/** Checked where a function is defined; a `Callable` itself stays assignable to the table of all. */
export interface Positional<Table> {
  readonly positional: readonly (keyof Table & string)[];
}
