/** From a call's arguments, as recorded, to values by name. Sandbox and compiler read them alike. */
import { type Argument, type ArgumentTable, Refusal } from '../ir/arguments';
import type { Callable } from '../ir/callable';
import { UNKNOWN } from '../ir/dim';
import { type Encoded, isAbsent, isOptions } from './recording';

export interface Reading {
  /** Normal forms, defaults filled in. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Where an argument was refused: a few readings with other values in its place, to see what depends on it. */
  readonly guesses: readonly Readonly<Record<string, unknown>>[];
  /** As written, by name. */
  readonly given: ReadonlyMap<string, Encoded>;
  readonly problems: readonly Problem[];
}

export type Problem =
  | { readonly kind: 'unknown'; readonly name: string }
  /** More arguments than the function takes, counted from 0. */
  | { readonly kind: 'surplus'; readonly position: number }
  | { readonly kind: 'missing'; readonly name: string; readonly expected: string }
  | { readonly kind: 'refused'; readonly name: string; readonly expected: string; readonly value: Encoded };

export function readArguments(callable: Pick<Callable, 'positional' | 'arguments'>, values: readonly Encoded[]): Reading {
  const problems: Problem[] = [];
  const given = giveNames(callable, values, problems);
  const args: Record<string, unknown> = {};
  const refused: string[] = [];
  for (const [name, argument] of Object.entries(callable.arguments)) {
    const value = given.get(name);
    if (value === undefined && argument.default !== undefined) {
      args[name] = argument.default;
      continue;
    }
    const parsed = argument.parse(value);
    if (!(parsed instanceof Refusal)) {
      args[name] = parsed;
      continue;
    }
    refused.push(name);
    const { expected } = parsed;
    problems.push(value === undefined ? { kind: 'missing', name, expected } : { kind: 'refused', name, expected, value });
  }
  return { args, given, problems, guesses: refused.length === 0 ? [args] : guess(callable.arguments, args, refused, given) };
}

function giveNames(
  { positional, arguments: table }: Pick<Callable, 'positional' | 'arguments'>,
  values: readonly Encoded[],
  problems: Problem[],
): Map<string, Encoded> {
  const given = new Map<string, Encoded>();
  values.forEach((value, position) => {
    if (isAbsent(value)) return;
    const name = positional[position];
    if (isOptions(value) && position === values.length - 1) {
      for (const [option, chosen] of Object.entries(value)) {
        if (!Object.hasOwn(table, option)) problems.push({ kind: 'unknown', name: option });
        else if (!isAbsent(chosen)) given.set(option, chosen);
      }
    } else if (name === undefined) problems.push({ kind: 'surplus', position });
    else given.set(name, value);
  });
  return given;
}

function guess(
  table: ArgumentTable,
  args: Readonly<Record<string, unknown>>,
  refused: readonly string[],
  given: ReadonlyMap<string, Encoded>,
): Record<string, unknown>[] {
  const choices = refused.map((name) => [name, alternatives(table[name], given.get(name))] as const);
  const most = Math.max(...choices.map(([, values]) => values.length));
  if (choices.some(([, values]) => values.length === 0)) return [];
  return Array.from({ length: most }, (_, turn) => ({
    ...args,
    ...Object.fromEntries(choices.map(([name, values]) => [name, values[turn % values.length]])),
  }));
}

/** Values that the argument takes: one that stands for all if there is one, otherwise some that differ. */
function alternatives(argument: Argument<unknown> | undefined, value: Encoded | undefined): unknown[] {
  if (argument === undefined) return [];
  const parse = (candidate: unknown): unknown[] => {
    const parsed = argument.parse(candidate);
    return parsed instanceof Refusal ? [] : [parsed];
  };
  const open = Array.isArray(value) ? parse(value.map((item) => (parse([item]).length > 0 ? item : UNKNOWN))) : [];
  const whole = [...parse(UNKNOWN), ...open];
  if (whole.length > 0) return whole.slice(0, 1);
  const words = argument.suggestions?.map((text) => text.replaceAll("'", '')) ?? [];
  return [1, 2, [1], [1, 2], true, false, 0.5, ...words].flatMap(parse).slice(0, 8);
}
