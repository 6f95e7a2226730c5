import type { Column } from '../../ir/data';
import { rescaled } from '../columns';
import { DataError } from '../error';
import { defineTransform } from '../transform';
import { normalize as spec } from './normalize.spec';

export const normalize = defineTransform(spec, ({ to }) => {
  const scaled = (column: Column): Column => {
    rangesOf(column);
    const { fields } = column;
    return {
      ...column,
      dtype: 'float32',
      range: to,
      ...(fields && { fields: fields.map(({ name }) => ({ name, range: to })) }),
    };
  };
  return {
    schema: (schema) => ({ ...schema, features: schema.features.map(scaled) }),

    features(column) {
      const ranges = rangesOf(column);
      return rescaled(
        column,
        scaled(column),
        ranges.map(([low]) => low),
        // A column with one value only: that value becomes the lower end.
        ranges.map(([low, high]) => (high > low ? (to[1] - to[0]) / (high - low) : 0)),
        to[0],
      );
    },
  };
});

/** One for each position of a table's rows, or one for all. */
function rangesOf({ name, fields, range }: Column): readonly (readonly [number, number])[] {
  if (fields !== undefined) return fields.map((field) => field.range);
  if (range !== undefined) return [range];
  throw new DataError('settings', `normalize needs the range of ${name}, which is not known after standardize. Use one of them.`);
}
