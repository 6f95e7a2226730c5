/** Rows that stand in the model file. */
import type { Column } from '../../ir/data';
import { count } from '../../ir/tensor';
import { readArguments } from '../arguments';
import { inMemory, schemaOf, trainingOnly } from '../columns';
import { DataError } from '../error';
import { fingerprintOf } from '../fingerprint';
import type { Loaded, LoadedColumn, Source } from '../source';
import { numberTarget, rangeOf } from '../targets';
import { type Rows, arrays as spec } from './arrays.spec';

export const arrays: Source = {
  schema: async (step) => schemaOf(read(readArguments(spec, step))),
  load: async (step) => read(readArguments(spec, step)),
};

function read({ features, targets, targetType }: ReturnType<typeof readArguments<typeof spec.arguments>>): Loaded {
  if (features.length !== targets.length) {
    const text = `arrays: there are ${features.length} rows of features and ${targets.length} of targets. Each row needs both.`;
    throw new DataError('settings', text, 'targets');
  }
  const [x, y] = [flatten(features, 'features'), flatten(targets, 'targets')];
  return {
    name: 'arrays',
    rows: features.length,
    splits: trainingOnly(features.length),
    // A list of numbers is a table with one column.
    features: [valueColumn('features', x.shape.length === 0 ? [1] : x.shape, x.values)],
    targets: [count(y.shape) === 1 ? numberTarget('targets', y.values, targetType) : valueColumn('targets', y.shape, y.values)],
    fingerprint: fingerprintOf([JSON.stringify([features, targets])]),
  };
}

function valueColumn(name: string, shape: readonly number[], values: readonly number[]): LoadedColumn {
  const range = rangeOf(values);
  const isInt = values.every(Number.isInteger) && range[0] >= -(2 ** 31) && range[1] < 2 ** 31;
  const column: Column = { name, shape, dtype: isInt ? 'int32' : 'float32', range, meaning: { kind: 'value' } };
  return inMemory(column, isInt ? Int32Array.from(values) : Float32Array.from(values));
}

interface Flat {
  /** Of one row. */
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** All rows must have the shape of the first. */
function flatten(rows: Rows, argument: string): Flat {
  const shape = shapeOf(rows[0]);
  const values: number[] = [];
  rows.forEach((row, index) => {
    const other = shapeOf(row);
    if (!append(row, shape, values)) {
      const text = `arrays: row ${index} of the ${argument} is ${show(other)}, and row 0 is ${show(shape)}. All need the same shape.`;
      throw new DataError('settings', text, argument);
    }
  });
  return { shape, values };
}

const shapeOf = (row: number | Rows | undefined): number[] => (typeof row === 'object' ? [row.length, ...shapeOf(row[0])] : []);

/** False where the shape is another one. */
function append(row: number | Rows, [size, ...rest]: readonly number[], values: number[]): boolean {
  if (typeof row === 'number') return size === undefined && values.push(row) > 0;
  return row.length === size && row.every((item) => append(item, rest, values));
}

const show = (shape: readonly number[]): string => (shape.length === 0 ? 'a number' : `[${shape.join(', ')}]`);
