import { whole } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';

export const batch = defineCallable({
  op: 'batch',
  doc: 'Sets the rows of a training step, where train() names no batchSize.',
  positional: ['size'],
  arguments: { size: whole('Rows of a step. The last step of an epoch takes what is left.') },
});
