import { type Argument, Refusal } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';
import { targetType } from './arguments.spec';

export type Rows = readonly (number | Rows)[];

const isRows = (value: unknown): value is Rows =>
  Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item) || isRows(item));

const rows = (doc: string, example: string): Argument<Rows> => ({
  doc,
  type: 'Rows',
  parse: (value) => (isRows(value) ? value : new Refusal(`a list with one entry for each row, such as ${example}`)),
});

export const arrays = defineCallable({
  op: 'arrays',
  doc: 'Rows that stand in the model file itself.',
  positional: ['features', 'targets'],
  arguments: {
    features: rows('One entry for each row: a number, or a list of them with the shape of the input.', '[[0, 1], [1, 0]]'),
    targets: rows('One entry for each row of the features.', '[1, 0]'),
    targetType,
  },
});
