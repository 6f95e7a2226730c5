import { choice, shape } from '../ir/arguments';
import { BATCH } from '../ir/dim';
import { defineLayer } from '../ir/layer-spec';

export const input = defineLayer({
  op: 'input',
  keras: 'Input',
  family: 'input',
  doc: 'Where data enter the model. The shape is that of one sample: the batch comes in front by itself.',
  positional: ['shape'],
  arguments: {
    shape: shape('Shape of one sample, without the batch: [28, 28, 1] for gray images of 28 by 28 pixels.'),
    dtype: choice('Kind of numbers: whole ones, such as the ids of words, are int32.', ['float32', 'int32'], {
      default: 'float32',
    }),
  },
  arity: [0, 0],

  infer: ({ args }) => ({ outputs: [{ shape: [BATCH, ...args.shape], dtype: args.dtype }] }),
});
