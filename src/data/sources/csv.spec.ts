import { type Argument, choice, flag, Refusal } from '../../ir/arguments';
import { defineCallable } from '../../ir/callable';
import { names, path, targetType } from './arguments.spec';

const delimiter: Argument<string> = {
  doc: 'What stands between the values of a row.',
  type: 'string',
  default: ',',
  suggestions: ["','", "';'", "'\\t'"],
  parse: (value) =>
    typeof value === 'string' && value.length === 1 && !'"\r\n'.includes(value)
      ? value
      : new Refusal("one character, such as ';'"),
};

const chosen = names('The columns to predict from, in this order. By default all but the target.');

export const csv = defineCallable({
  op: 'csv',
  doc: "Rows of a CSV file, also gzipped. A column is of numbers if its first value is one; any other is of categories: a target of categories gives class labels, in the order of the alphabet, a feature one value for each category ('color=red'). All features together are one input.",
  positional: ['path'],
  arguments: {
    path: path('The file, from the folder of the model file.'),
    target: names('The column to predict; with several, one for each output of the model.'),
    features: {
      ...chosen,
      type: 'readonly string[]',
      default: null,
      parse: (value) => (value === null ? null : chosen.parse(value)),
    } satisfies Argument<readonly string[] | null>,
    missing: choice(
      "What to do with a row that lacks a value (nothing, NA, NaN, null, ?) in a column that is used: 'error' stops at it, 'drop' leaves it out.",
      ['error', 'drop'],
      { default: 'error' },
    ),
    delimiter,
    header: flag('Whether the first line names the columns. Otherwise they are column1, column2, ...', { default: true }),
    targetType,
  },
});
