import { type Argument, flag, Refusal } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';
import { seed } from './seed.spec';

const share = (doc: string): Argument<number> => ({
  doc: `${doc} A part of all rows (0.1) or a number of rows (180).`,
  type: 'number',
  default: 0,
  parse: (value) =>
    typeof value === 'number' && value >= 0 && (value < 1 || Number.isInteger(value))
      ? value
      : new Refusal('a part of the rows under 1, such as 0.1, or a whole number of rows'),
});

export const split = defineCallable({
  op: 'split',
  doc: 'Holds rows back from training: for validation after every epoch, and for the test at the end.',
  positional: [],
  arguments: {
    validation: share('Rows that show after every epoch how the model does on what it was not trained on.'),
    test: share('Rows that only the finished model sees.'),
    shuffle: flag('Whether to draw the rows at random. Otherwise the last rows are the test, those before them the validation.', {
      default: true,
    }),
    seed,
  },
});
