import { BATCH, product } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const flatten = defineLayer({
  op: 'flatten',
  keras: 'Flatten',
  family: 'shape',
  doc: 'Makes one row of each sample: [batch, 4, 4, 8] becomes [batch, 128].',
  positional: [],
  arguments: {},
  arity: [1, 1],

  infer({ inputs: [x] }) {
    const [batch = BATCH, ...sample] = x?.shape ?? [];
    return { outputs: [{ shape: [batch, product(sample)], dtype: x?.dtype ?? 'float32' }] };
  },
});
