import { defineLayer } from '../ir/layer-spec';
import { inferMerge } from './merge.spec';

export const multiply = defineLayer({
  op: 'multiply',
  keras: 'Multiply',
  family: 'merge',
  doc: 'Multiplies tensors entry by entry. Sizes of 1 stretch: [batch, 1, 1, 64] scales the channels of [batch, 8, 8, 64].',
  positional: [],
  arguments: {},
  arity: [2, Infinity],

  infer: ({ inputs }) => inferMerge(inputs),
});
