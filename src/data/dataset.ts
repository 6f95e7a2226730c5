/** Loaded data: what the transforms make of them, handed out in batches. */
import type { DataDescription, Schema, SplitName } from '../ir/data';
import type { TensorData } from '../ir/tensor';
import { schemaOf } from './columns';
import { effectsOf, sourceOf } from './probe';
import { identity } from './random';
import type { DataHost, Loaded, LoadedColumn } from './source';
import type { Rows } from './transform';

export interface Dataset {
  readonly schema: Schema;
  readonly splits: Readonly<Record<SplitName, Split>>;
  /** All rows in their own order, before any transform. */
  readonly source: Split & { readonly schema: Schema };
  /** Changes when the files change: SHA-256 in hexadecimal. */
  readonly fingerprint: string;
}

export interface Split {
  readonly rows: number;
  /** Where each of its rows stands in the source, from 0. */
  readonly members: Uint32Array;
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
  const loaded = await sourceOf(description).load(description.source, host);
  const effects = effectsOf(description);
  let schema: Schema = loaded;
  let rows = rowsOf(loaded);
  for (const effect of effects) {
    schema = effect.schema?.(schema) ?? schema;
    rows = effect.rows?.(rows, seed) ?? rows;
  }
  // After all splits: what is measured of the values is measured on the training rows only.
  let { features, targets } = loaded;
  for (const effect of effects) {
    const { train } = rows;
    if (effect.features) features = features.map((column) => effect.features?.(column, train) ?? column);
    if (effect.targets) targets = targets.map(effect.targets);
  }
  const split = (members: Uint32Array): Split => splitOf(members, { features, targets });
  return {
    schema: schemaOf({ ...schema, features, targets }),
    fingerprint: loaded.fingerprint,
    splits: { train: split(rows.train), validation: split(rows.validation), test: split(rows.test) },
    source: { ...splitOf(identity(loaded.rows), loaded), schema: schemaOf(loaded) },
  };
}

const splitOf = (members: Uint32Array, { features, targets }: Pick<Loaded, 'features' | 'targets'>): Split => ({
  rows: members.length,
  members,
  batch(positions) {
    const picked = positions.map((position) => members[position] ?? 0);
    const take = (column: LoadedColumn): TensorData => ({
      shape: [picked.length, ...column.shape],
      dtype: column.dtype,
      data: column.take(picked),
    });
    return { rows: picked.length, features: features.map(take), targets: targets.map(take) };
  },
});

/** Splits lie one behind the other. */
function rowsOf({ splits }: Loaded): Rows {
  const { train, validation } = splits;
  const order = identity(train + validation + splits.test);
  return {
    train: order.subarray(0, train),
    validation: order.subarray(train, train + validation),
    test: order.subarray(train + validation),
  };
}
