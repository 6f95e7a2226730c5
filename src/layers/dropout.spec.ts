import { number } from '../ir/arguments';
import { BATCH } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const dropout = defineLayer({
  op: 'dropout',
  keras: 'Dropout',
  family: 'regularization',
  doc: 'While training, sets a part of the values to 0 at random and scales the others by 1 / (1 − rate). Otherwise changes nothing.',
  positional: ['rate'],
  arguments: {
    rate: number('Part of the values that is dropped: 0.5 is every second one.', { min: 0, max: 1, maxExcluded: true }),
  },
  arity: [1, 1],

  infer: ({ inputs: [x] }) => ({ outputs: [{ shape: x?.shape ?? [BATCH], dtype: 'float32' }] }),
});
