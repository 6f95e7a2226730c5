import type { Column } from '../../ir/data';
import { rescaled } from '../columns';
import type { LoadedColumn } from '../source';
import { defineTransform } from '../transform';
import { standardize as spec } from './standardize.spec';

export const standardize = defineTransform(spec, () => ({
  schema: (schema) => ({ ...schema, features: schema.features.map(scaled) }),

  features(column, train) {
    const { means, deviations } = measure(column, train);
    // A column with one value only becomes 0.
    const scale = deviations.map((deviation) => (deviation > 0 ? 1 / deviation : 0));
    return rescaled(column, scaled(column), means, scale);
  },
}));

function scaled({ name, shape, meaning, partial }: Column): Column {
  return { name, shape, dtype: 'float32', meaning, ...(partial && { partial }) };
}

/** Rows that are held at a time. */
const CHUNK = 256;

/** Of each position along the last axis, over all rows and the other axes: mean and standard deviation (divided by n). */
function measure(column: LoadedColumn, rows: Uint32Array): { means: number[]; deviations: number[] } {
  const width = column.shape.at(-1) ?? 1;
  const origin = column.take(rows.subarray(0, 1)).slice(0, width);
  const sums = new Float64Array(width);
  const squares = new Float64Array(width);
  let count = 0;
  for (let start = 0; start < rows.length; start += CHUNK) {
    const values = column.take(rows.subarray(start, start + CHUNK));
    for (let at = 0, k = 0; at < values.length; at++, k = k + 1 === width ? 0 : k + 1) {
      // Around a value of the column itself, so that a large mean with a small deviation keeps its digits.
      const distance = (values[at] ?? 0) - (origin[k] ?? 0);
      sums[k] = (sums[k] ?? 0) + distance;
      squares[k] = (squares[k] ?? 0) + distance * distance;
    }
    count += values.length / width;
  }
  const shifts = Array.from(sums, (sum) => sum / count);
  return {
    means: shifts.map((shift, k) => (origin[k] ?? 0) + shift),
    deviations: shifts.map((shift, k) => Math.sqrt(Math.max(0, (squares[k] ?? 0) / count - shift * shift))),
  };
}
