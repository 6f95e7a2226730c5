import type { Column } from '../../ir/data';
import { DataError } from '../error';
import { defineTransform } from '../transform';
import { oneHot as spec } from './one-hot.spec';

export const oneHot = defineTransform(spec, () => ({
  schema(schema) {
    if (!schema.targets.some(({ meaning }) => meaning.kind === 'class')) {
      throw new DataError('settings', `oneHot needs class labels, and ${schema.name} has none at this point. Leave it out.`);
    }
    return { ...schema, targets: schema.targets.map(encoded) };
  },

  targets(column) {
    if (column.meaning.kind !== 'class') return column;
    const { classes } = column.meaning;
    return {
      ...encoded(column),
      take(rows) {
        const labels = column.take(rows);
        const data = new Float32Array(labels.length * classes);
        labels.forEach((label, position) => {
          data[position * classes + label] = 1;
        });
        return data;
      },
    };
  },
}));

const encoded = (column: Column): Column =>
  column.meaning.kind === 'class'
    ? {
        ...column,
        shape: [...column.shape, column.meaning.classes],
        dtype: 'float32',
        range: [0, 1],
        meaning: { ...column.meaning, kind: 'oneHot' },
      }
    : column;
