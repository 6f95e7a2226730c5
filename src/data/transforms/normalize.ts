import type { Column } from '../../ir/data';
import { defineTransform } from '../transform';
import { normalize as spec } from './normalize.spec';

export const normalize = defineTransform(spec, ({ to }) => {
  const scaled = <C extends Column>(column: C): C => ({ ...column, dtype: 'float32', range: to });
  return {
    schema: (schema) => ({ ...schema, features: schema.features.map(scaled) }),

    features(column) {
      const [low, high] = column.range;
      // A column with one value only: that value becomes the lower end.
      const factor = high > low ? (to[1] - to[0]) / (high - low) : 0;
      return { ...scaled(column), data: Float32Array.from(column.data, (value) => (value - low) * factor + to[0]) };
    },
  };
});
