/** What a source of data can do, and how loaded columns look. */
import type { Column, Schema, Step } from '../ir/data';

/** Where data may be read. */
export interface DataHost {
  /** Folder of the data sets that come with Modelwright: `digits/`, ... */
  readonly builtinDir: string;
  /** Folder of the model file: paths start there. */
  readonly baseDir: string;
  /** Folders below which a model file may name files: the workspace folder, and what the user set up beside it. */
  readonly readable: readonly string[];
  /** Folders in which data sets with a name of their own are looked for, as `fashion-mnist/`. */
  readonly collections: readonly string[];
}

export interface Source {
  /** What is known without loading the rows. Fast enough for every keystroke. Throws a `DataError`. */
  schema(step: Step, host: DataHost): Promise<Schema>;

  /** All rows. Throws a `DataError` when the files are not there or not what they should be. */
  load(step: Step, host: DataHost): Promise<Loaded>;
}

/** Rows of the training split come first, then those of validation and test, where the source has its own. */
export interface Loaded extends Schema {
  readonly features: readonly LoadedColumn[];
  readonly targets: readonly LoadedColumn[];
  /** SHA-256 of the files that were read, in hexadecimal. */
  readonly fingerprint: string;
}

/** A column whose values can be fetched. */
export interface LoadedColumn extends Column {
  /** Of these rows, one row after the other, in a buffer of their own. */
  take(rows: Uint32Array): Values;
}

export type Values = Float32Array | Int32Array | Uint8Array;
