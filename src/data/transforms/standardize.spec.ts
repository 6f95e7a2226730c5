import { defineCallable } from '../../ir/callable';

export const standardize = defineCallable({
  op: 'standardize',
  doc: 'Gives every column of a table, and every channel of an image, mean 0 and standard deviation 1. Both are measured on the training rows only, wherever it stands among the transforms.',
  positional: [],
  arguments: {},
});
