/** Arguments that several sources take. */
import { type Argument, choice, Refusal, text } from '../../ir/arguments';

/** A file or a folder, from the folder of the model file. */
export const path = (doc: string): Argument<string> => ({
  ...text(doc),
  parse: (value) =>
    typeof value === 'string' && value !== '' && !value.includes('\0') ? value : new Refusal("a path, such as 'data/iris.csv'"),
});

/** The same, where the data are looked for in the usual places otherwise. */
export const optionalPath = (doc: string): Argument<string | null> => ({
  ...path(doc),
  default: null,
  parse: (value) => (value === null ? null : path(doc).parse(value)),
});

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** One name or several. */
export const names = (doc: string): Argument<readonly string[]> => ({
  doc,
  type: 'string | readonly string[]',
  parse(value) {
    const list = Array.isArray(value) ? value : [value];
    return list.length > 0 && list.every(isName) ? list : new Refusal('the name of a column, or a list of names');
  },
});

const TARGET_TYPES = ['auto', 'class', 'value'] as const;
export type TargetType = (typeof TARGET_TYPES)[number];

export const targetType: Argument<TargetType> = choice(
  "Whether a target of numbers is a class ('class') or a quantity ('value'). 'auto': the whole numbers 0 to n − 1, each there and on average twice or more, are classes.",
  TARGET_TYPES,
  { default: 'auto' },
);
