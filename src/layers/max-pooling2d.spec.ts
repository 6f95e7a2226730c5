import { defineLayer } from '../ir/layer-spec';
import { inferPooling, poolingArguments } from './pooling.spec';

export const maxPooling2d = defineLayer({
  op: 'maxPooling2d',
  keras: 'MaxPooling2D',
  family: 'pooling',
  doc: 'Keeps the largest value under each window: [batch, 8, 8, 16] becomes [batch, 4, 4, 16] under a window of 2.',
  positional: ['poolSize'],
  arguments: poolingArguments,
  arity: [1, 1],

  infer: ({ args, inputs: [x] }) => inferPooling(args, x),
});
