/**
 * What a model file did while it was evaluated, in order: the contract between the sandbox, which writes it, and the
 * compiler, which trusts none of it. Plain JSON.
 */

export interface Recording {
  /** Call stacks as the engine prints them; entries share them by position. */
  readonly stacks: readonly string[];
  /** Argument lists, each once; entries share them by position, counted on from those that the compiler wrote into the code. */
  readonly lists: readonly (readonly Encoded[])[];
  /** Lists of the compiler's were looked into, for a shape: with other numbers in them the file might have done something else. */
  readonly readsLists: boolean;
  readonly entries: readonly Entry[];
  /** Models and trainings among the exports: name, position in `entries`. */
  readonly exports: readonly (readonly [name: string, entry: number])[];
}

/** `block` is the innermost block or application around it. Of `site` and `at` there is at least one. */
export type Entry = Where & { readonly block?: number } & Recorded;

/** Where the user's code was. */
export interface Where {
  /** The call itself, by the number that the compiler gave it. */
  readonly site?: number;
  /** The calls around it too: a position in `stacks`. */
  readonly at?: number;
}

/** Property of a function of the language: the same function, for calls whose numbers the compiler writes in front. */
export const NUMBERED = '$';

/** The same, with the number of an argument list in place of the arguments. */
export const LISTED = '$$';

export type Recorded =
  | {
      readonly kind: 'layer' | 'optimizer' | 'loss' | 'schedule' | 'callback' | 'training';
      readonly op: string;
      /** Which list; the same below. */
      readonly args: number;
    }
  /** A layer applied. `inputs` holds tensor marks, or whatever the user put there instead. */
  | { readonly kind: 'call'; readonly layer: number; readonly inputs: readonly Encoded[] }
  /** A model applied like a layer. What a chain makes of its tensor is recorded as well, inside this one. */
  | { readonly kind: 'application'; readonly model: number; readonly inputs: readonly Encoded[] }
  | { readonly kind: 'block'; readonly op: string; readonly args: number }
  /** `model(...)` or `sequential([...])`; without outputs it is a chain that waits for a tensor. */
  | {
      readonly kind: 'model';
      readonly op: string;
      readonly args: number;
      readonly inputs: readonly Encoded[];
      readonly outputs: readonly Encoded[];
    }
  /** A source, or a transform of the data in entry `from`. */
  | { readonly kind: 'data'; readonly op: string; readonly args: number; readonly from?: number }
  /** Something that would make two evaluations differ. */
  | { readonly kind: 'refusal'; readonly what: string }
  | { readonly kind: 'log'; readonly text: string };

export type Kind = Entry['kind'];

/** An argument as it crosses the border. What JSON has no word for is a `Mark`; a symbolic dimension is an object with `terms`. */
export type Encoded = null | boolean | number | string | readonly Encoded[] | EncodedObject;

export interface EncodedObject {
  readonly [name: string]: Encoded;
}

export type Mark =
  | { readonly $: 'tensor'; readonly call: number; readonly output: number }
  | { readonly $: 'entry'; readonly kind: Kind; readonly entry: number }
  /** A value that no argument accepts, in words: `a function`, `NaN`. */
  | { readonly $: 'other'; readonly text: string }
  | { readonly $: 'undefined' };

export const isMark = (value: unknown): value is Mark => typeof value === 'object' && value !== null && '$' in value;

export const isAbsent = (value: unknown): boolean => value === undefined || (isMark(value) && value.$ === 'undefined');

/** The options object that ends a call, as opposed to a list, a dimension, a tensor or a layer. */
export const isOptions = (value: unknown): value is EncodedObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isMark(value) && !('terms' in value);

/** More is refused on both sides of the border. */
export const MOST_ENTRIES = 20_000;

/** A value in the words of a message: `'same'`, `[3, 0]`, `a function`. */
export function showValue(value: unknown): string {
  if (isMark(value)) {
    if (value.$ === 'tensor') return 'a tensor';
    if (value.$ === 'entry') return `a ${value.kind}`;
    return value.$ === 'other' ? value.text : 'undefined';
  }
  if (typeof value === 'string') return `'${shortened(value, 60)}'`;
  if (Array.isArray(value)) return `[${value.map(showValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([name, item]) => `${name}: ${showValue(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** The same for a place where one line must do: lists of rows go on longer than anyone reads. */
export const showBriefly = (value: unknown): string => shortened(showValue(value), 120);

/** On one line, for a function's source may have got into a name. */
function shortened(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
