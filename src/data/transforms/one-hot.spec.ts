import { defineCallable } from '../../ir/callable';

export const oneHot = defineCallable({
  op: 'oneHot',
  doc: 'Turns class labels into rows with a 1 at the class and 0 elsewhere, as categoricalCrossentropy compares them.',
  positional: [],
  arguments: {},
});
