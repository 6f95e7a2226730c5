import { defineCallable } from '../../ir/callable';
import { seed } from './seed.spec';

export const shuffle = defineCallable({
  op: 'shuffle',
  doc: 'Puts the rows in random order, once. Training draws a new order of its rows for every epoch anyway.',
  positional: [],
  arguments: { seed },
});
