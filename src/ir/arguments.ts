/**
 * Kinds of argument that a layer, an optimizer or a data source may take. One table of them gives the parser that host and
 * sandbox share, the TypeScript types and documentation a user sees, and the values that completion offers.
 */
import type { Dim } from './dim';
import type { Initializer } from './network';

export interface Argument<T> {
  readonly doc: string;
  /** TypeScript text of what a user may write. */
  readonly type: string;
  /** What may be left out has a default. */
  readonly default?: T;
  /** What completion offers, as source text. */
  readonly suggestions?: readonly string[];
  /** The value in its normal form, or what was expected instead. */
  parse(value: unknown): T | Refusal;
}

/** Reads after the argument's name: "units must be a positive whole number". */
export class Refusal {
  constructor(readonly expected: string) {}
}

export type ArgumentTable = Readonly<Record<string, Argument<unknown>>>;

export type Parsed<Table extends ArgumentTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Argument<infer T> ? T : never;
};

interface Options<T> {
  readonly default?: T;
}

const isWhole = (value: unknown, least: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value < 2 ** 40;

const isDim = (value: unknown): value is Dim =>
  isWhole(value, 1) || (typeof value === 'object' && value !== null && Array.isArray((value as { terms?: unknown }).terms));

/** A width or a number of channels: a positive whole number or a symbolic dimension. */
export const size = (doc: string, options: Options<Dim> = {}): Argument<Dim> => ({
  doc,
  type: 'Size',
  ...options,
  parse: (value) => (isDim(value) ? value : new Refusal('a positive whole number')),
});

/** Height and width, or one number for both. */
export const pair = (doc: string, options: Options<readonly [number, number]> = {}): Argument<readonly [number, number]> => ({
  doc,
  type: 'number | readonly [number, number]',
  ...options,
  parse(value) {
    if (isWhole(value, 1)) return [value, value];
    if (Array.isArray(value) && value.length === 2 && isWhole(value[0], 1) && isWhole(value[1], 1)) return [value[0], value[1]];
    return new Refusal('a positive whole number, or two of them: [height, width]');
  },
});

/** The shape of one sample, without the batch; null stands for a size that differs from run to run. */
export const shape = (doc: string): Argument<readonly Dim[]> => ({
  doc,
  type: 'readonly Size[]',
  parse: (value) =>
    Array.isArray(value) && value.every(isDim) ? value : new Refusal('a list of positive whole numbers, such as [28, 28, 1]'),
});

export const flag = (doc: string, options: Options<boolean> = {}): Argument<boolean> => ({
  doc,
  type: 'boolean',
  suggestions: ['true', 'false'],
  ...options,
  parse: (value) => (typeof value === 'boolean' ? value : new Refusal('true or false')),
});

/** A number from `min` (included) to `max`. */
export const number = (
  doc: string,
  options: Options<number> & { readonly min?: number; readonly max?: number; readonly maxExcluded?: boolean } = {},
): Argument<number> => {
  const { min = -Infinity, max = Infinity, maxExcluded = false } = options;
  const upper = maxExcluded ? `under ${max}` : `to ${max}`;
  const expected =
    max === Infinity ? (min === -Infinity ? 'a number' : `a number of at least ${min}`) : `a number from ${min} ${upper}`;
  return {
    doc,
    type: 'number',
    ...(options.default === undefined ? {} : { default: options.default }),
    parse: (value) =>
      typeof value === 'number' && value >= min && (maxExcluded ? value < max : value <= max) ? value : new Refusal(expected),
  };
};

/** A whole number from `min` on. */
export const whole = (doc: string, options: Options<number> & { readonly min?: number } = {}): Argument<number> => {
  const { min = 1, ...rest } = options;
  return {
    doc,
    type: 'number',
    ...rest,
    parse: (value) => (isWhole(value, min) ? value : new Refusal(`a whole number of at least ${min}`)),
  };
};

export const choice = <const T extends string>(doc: string, values: readonly T[], options: Options<T> = {}): Argument<T> => ({
  doc,
  type: values.map((value) => `'${value}'`).join(' | '),
  suggestions: values.map((value) => `'${value}'`),
  ...options,
  parse: (value) =>
    values.find((candidate) => candidate === value) ?? new Refusal(`one of ${values.map((v) => `'${v}'`).join(', ')}`),
});

export const text = (doc: string, options: Options<string> = {}): Argument<string> => ({
  doc,
  type: 'string',
  ...options,
  parse: (value) => (typeof value === 'string' && value !== '' ? value : new Refusal('a text')),
});

export const ACTIVATIONS = ['linear', 'relu', 'sigmoid', 'tanh', 'softmax'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

export const activation = (doc: string, options: Options<Activation> = {}): Argument<Activation> =>
  choice(doc, ACTIVATIONS, options);

const INITIALIZERS = [
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
  'randomUniform',
  'randomNormal',
] as const;

/** With Keras's defaults. */
function initializerOf(kind: (typeof INITIALIZERS)[number]): Initializer {
  if (kind === 'randomUniform') return { kind, min: -0.05, max: 0.05 };
  return kind === 'randomNormal' ? { kind, mean: 0, stddev: 0.05 } : { kind };
}

/** How weights start, by Keras's name. */
export const initializer = (doc: string, kind: (typeof INITIALIZERS)[number]): Argument<Initializer> => {
  const names = choice(doc, INITIALIZERS);
  return {
    ...names,
    default: initializerOf(kind),
    parse(value) {
      const name = names.parse(value);
      return name instanceof Refusal ? name : initializerOf(name);
    },
  };
};
