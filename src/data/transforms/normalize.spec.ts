import { type Argument, Refusal } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';

const isInterval = (value: unknown): value is readonly [number, number] =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((bound) => Number.isFinite(bound)) &&
  Number(value[0]) < Number(value[1]);

const interval = (doc: string, standard: readonly [number, number]): Argument<readonly [number, number]> => ({
  doc,
  type: 'readonly [number, number]',
  default: standard,
  suggestions: ['[0, 1]', '[-1, 1]'],
  parse: (value) => (isInterval(value) ? value : new Refusal('two numbers, the smaller first, such as [0, 1]')),
});

export const normalize = defineCallable({
  op: 'normalize',
  doc: 'Scales the features from the range of their column to another one: pixels from 0 to 255 become 0 to 1.',
  positional: [],
  arguments: { to: interval('The new range.', [0, 1]) },
});
