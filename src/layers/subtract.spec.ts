import { defineLayer } from '../ir/layer-spec';
import { inferMerge } from './merge.spec';

export const subtract = defineLayer({
  op: 'subtract',
  keras: 'Subtract',
  family: 'merge',
  doc: 'Takes the second tensor from the first, entry by entry. Sizes of 1 stretch.',
  positional: [],
  arguments: {},
  arity: [2, 2],

  infer: ({ inputs }) => inferMerge(inputs),
});
