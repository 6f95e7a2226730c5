import { defineLayer } from '../ir/layer-spec';
import { inferMerge } from './merge.spec';

export const add = defineLayer({
  op: 'add',
  keras: 'Add',
  family: 'merge',
  doc: 'Adds tensors entry by entry. Sizes of 1 stretch: [batch, 1, 1, 64] fits [batch, 8, 8, 64].',
  positional: [],
  arguments: {},
  arity: [2, Infinity],

  infer: ({ inputs }) => inferMerge(inputs),
});
