/** Loaded data: transformed once, then handed out in batches. */
import type { Column, DataDescription, Schema, SplitName } from '../ir/data';
import { count, type TensorData } from '../ir/tensor';
import { effectsOf, sourceOf } from './probe';
import { identity } from './random';
import type { DataHost, LoadedColumn } from './source';
import type { Rows } from './transform';

export interface Dataset {
  readonly schema: Schema;
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** Changes when the files change: SHA-256 in hexadecimal. */
  readonly fingerprint: string;
}

export interface Split {
  readonly rows: number;
  /** The rows at these positions of the split, in this order, in buffers of their own. */
  batch(positions: Uint32Array): Batch;
}

export interface Batch {
  readonly rows: number;
  /** In the order of the schema's columns. */
  readonly features: readonly TensorData[];
  readonly targets: readonly TensorData[];
}

/** Throws a `DataError`. `seed` is the training's: it draws what has no seed of its own. */
export async function loadDataset(description: DataDescription, seed: number, host: DataHost): Promise<Dataset> {
  const source = sourceOf(description);
  let schema = await source.schema(description.source, host);
  let { features, targets, fingerprint } = await source.load(description.source, host);
  let rows: Rows = { train: identity(schema.rows), validation: new Uint32Array(0), test: new Uint32Array(0) };
  for (const effect of effectsOf(description)) {
    schema = effect.schema?.(schema) ?? schema;
    rows = effect.rows?.(rows, seed) ?? rows;
    if (effect.features) features = features.map(effect.features);
    if (effect.targets) targets = targets.map(effect.targets);
  }
  const split = (members: Uint32Array): Split => ({
    rows: members.length,
    batch(positions) {
      const picked = positions.map((position) => members[position] ?? 0);
      const gatherFrom = (column: LoadedColumn): TensorData => gather(column, picked);
      return { rows: picked.length, features: features.map(gatherFrom), targets: targets.map(gatherFrom) };
    },
  });
  return {
    schema,
    fingerprint,
    splits: { train: split(rows.train), validation: split(rows.validation), test: split(rows.test) },
  };
}

function gather(column: LoadedColumn, rows: Uint32Array): TensorData {
  const size = count(column.shape);
  const data = empty(column, rows.length * size);
  if (size === 1) {
    for (let to = 0; to < rows.length; to++) data[to] = column.data[rows[to] ?? 0] ?? 0;
  } else {
    for (let to = 0; to < rows.length; to++) {
      const from = (rows[to] ?? 0) * size;
      data.set(column.data.subarray(from, from + size), to * size);
    }
  }
  return { shape: [rows.length, ...column.shape], dtype: column.dtype, data };
}

function empty({ dtype }: Column, length: number): TensorData['data'] {
  if (dtype === 'float32') return new Float32Array(length);
  return dtype === 'int32' ? new Int32Array(length) : new Uint8Array(length);
}
