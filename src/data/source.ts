/** What a source of data can do, and how loaded columns look. */
import type { Column, Schema, Step } from '../ir/data';

export interface DataHost {
  /** Folder of the data sets that come with Modelwright: `digits/`, ... */
  readonly builtinDir: string;
}

export interface Source {
  /** What is known without loading the rows; all of them count as `train`. Fast enough for every keystroke. */
  schema(step: Step, host: DataHost): Promise<Schema>;

  /** All rows. Throws a `DataError` when the files are not there or not what they should be. */
  load(step: Step, host: DataHost): Promise<Loaded>;
}

export interface Loaded {
  readonly features: readonly LoadedColumn[];
  readonly targets: readonly LoadedColumn[];
  /** SHA-256 of the files that were read, in hexadecimal. */
  readonly fingerprint: string;
}

/** A column with the values of all rows, one row after the other. */
export interface LoadedColumn extends Column {
  readonly data: Float32Array | Int32Array | Uint8Array;
}
