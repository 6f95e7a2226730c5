import { defineLayer } from '../ir/layer-spec';
import { inferPooling, poolingArguments } from './pooling.spec';

export const averagePooling2d = defineLayer({
  op: 'averagePooling2d',
  keras: 'AveragePooling2D',
  family: 'pooling',
  doc: 'Keeps the mean of the values under each window; what reaches over the border does not count.',
  positional: ['poolSize'],
  arguments: poolingArguments,
  arity: [1, 1],

  infer: ({ args, inputs: [x] }) => inferPooling(args, x),
});
