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
    const data = new Float32Array(column.data.length * classes);
    column.data.forEach((label, position) => {
      data[position * classes + label] = 1;
    });
    return { ...encoded(column), data };
  },
}));

const encoded = <C extends Column>(column: C): C =>
  column.meaning.kind === 'class'
    ? {
        ...column,
        shape: [...column.shape, column.meaning.classes],
        dtype: 'float32',
        range: [0, 1],
        meaning: { ...column.meaning, kind: 'oneHot' },
      }
    : column;
