/** Loaded columns: in memory, and changed value by value when they are fetched. */
import type { Column, Schema } from '../ir/data';
import { count } from '../ir/tensor';
import type { LoadedColumn, Values } from './source';

/** `data` holds all rows, one after the other. */
export function inMemory<V extends Values>(column: Column, data: V): LoadedColumn {
  const size = count(column.shape);
  return {
    ...column,
    take(rows) {
      const taken = emptyLike(data, rows.length * size);
      if (size === 1) {
        for (let to = 0; to < rows.length; to++) taken[to] = data[rows[to] ?? 0] ?? 0;
      } else {
        for (let to = 0; to < rows.length; to++) {
          const from = (rows[to] ?? 0) * size;
          taken.set(data.subarray(from, from + size), to * size);
        }
      }
      return taken;
    },
  };
}

/** Value k of a row becomes (value − shift[k]) · scale[k] + add; both lists go round, so that one entry serves for all. */
export function rescaled(
  { take }: LoadedColumn,
  column: Column,
  shift: readonly number[],
  scale: readonly number[],
  add = 0,
): LoadedColumn {
  const shifts = Float64Array.from(shift);
  const scales = Float64Array.from(scale);
  const width = shifts.length;
  const ofByte =
    width === 1 ? Float32Array.from({ length: 256 }, (_, byte) => (byte - (shifts[0] ?? 0)) * (scales[0] ?? 0) + add) : undefined;
  return {
    ...column,
    dtype: 'float32',
    take(rows) {
      const given = take(rows);
      if (ofByte && given instanceof Uint8Array) return lookedUp(given, ofByte);
      const values = new Float32Array(given.length);
      for (let at = 0, k = 0; at < given.length; at++, k = k + 1 === width ? 0 : k + 1) {
        values[at] = ((given[at] ?? 0) - (shifts[k] ?? 0)) * (scales[k] ?? 0) + add;
      }
      return values;
    },
  };
}

/** Four at a time takes half as long, and with pixels this is most of what a batch takes. */
function lookedUp(bytes: Uint8Array, table: Float32Array): Float32Array {
  const values = new Float32Array(bytes.length);
  const whole = bytes.length - (bytes.length % 4);
  for (let at = 0; at < whole; at += 4) {
    values[at] = table[bytes[at] ?? 0] ?? 0;
    values[at + 1] = table[bytes[at + 1] ?? 0] ?? 0;
    values[at + 2] = table[bytes[at + 2] ?? 0] ?? 0;
    values[at + 3] = table[bytes[at + 3] ?? 0] ?? 0;
  }
  for (let at = whole; at < bytes.length; at++) values[at] = table[bytes[at] ?? 0] ?? 0;
  return values;
}

/** What is known of loaded columns, without their values. */
export function schemaOf({ name, rows, splits, features, targets }: Schema): Schema {
  return { name, rows, splits, features: features.map(withoutValues), targets: targets.map(withoutValues) };
}

function withoutValues({ take: _, ...column }: Column & Partial<LoadedColumn>): Column {
  return column;
}

/** Of data whose rows all are for training. */
export const trainingOnly = (rows: number): Schema['splits'] => ({ train: rows, validation: 0, test: 0 });

function emptyLike(data: Values, length: number): Values {
  if (data instanceof Float32Array) return new Float32Array(length);
  return data instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
