/** What a command is, and how its arguments are read. */
import { parseArgs } from 'node:util';
import { closest } from '../compiler/closest';
import { CommandError } from './errors';
import type { Terminal } from './terminal/terminal';

/** A line of the table of commands: what the overview says of it, and how to get it. */
export interface Entry {
  readonly name: string;
  /** Behind the name: `<file[#model]>`. */
  readonly operands: string;
  readonly doc: string;
  load(): Promise<Command>;
}

export interface Command {
  readonly options: Readonly<Record<string, Option>>;
  /** Lines of the help: what to type for what. */
  readonly examples: readonly string[];
  /** The exit code. */
  run(call: Call): Promise<number>;
}

export interface Option {
  readonly doc: string;
  /** What stands behind it: `text|json`, `<n>`; absent for a switch. */
  readonly value?: string;
  readonly short?: string;
}

export interface Call {
  /** `modelwright graph <file[#model]>` */
  readonly usage: string;
  readonly operands: readonly string[];
  readonly values: Values;
  readonly terminal: Terminal;
}

export type Values = ReadonlyMap<string, string | true>;

export const usageOf = ({ name, operands }: Entry): string => `modelwright ${name} ${operands}`;

export function readCall(entry: Entry, { options: known }: Command, args: readonly string[], terminal: Terminal): Call {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, short }]) => [
      name,
      { type: value === undefined ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true });
  const operands: string[] = [];
  const values = new Map<string, string | true>();
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind === 'option') values.set(token.name, valueOfOption(entry.name, known, token));
  }
  return { usage: usageOf(entry), operands, values, terminal };
}

interface OptionToken {
  readonly name: string;
  /** As it was typed, with its dashes. */
  readonly rawName: string;
  readonly value: string | undefined;
}

function valueOfOption(command: string, known: Command['options'], { name, rawName, value }: OptionToken): string | true {
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) {
    const near = closest(name, Object.keys(known));
    const hint = near === undefined ? `See: modelwright help ${command}` : `Did you mean --${near}?`;
    throw new CommandError(`modelwright ${command} has no option ${rawName}. ${hint}`);
  }
  if (option.value === undefined) {
    if (value !== undefined) throw new CommandError(`${rawName} is a switch and takes no value, but got '${value}'.`);
    return true;
  }
  if (value === undefined) throw new CommandError(`${rawName} needs a value: ${rawName} ${option.value}`);
  return value;
}

/** One of a few words; the first is the default. */
export function choiceOf<T extends string>(values: Values, name: string, choices: readonly [T, ...T[]]): T {
  const value = values.get(name) ?? choices[0];
  const chosen = choices.find((choice) => choice === value);
  if (chosen === undefined) throw new CommandError(`--${name} is one of ${choices.join(', ')}, but got '${value}'.`);
  return chosen;
}

/** A whole number of at least `least`; undefined where the option is not given. */
export function wholeOf(values: Values, name: string, least: number): number | undefined {
  const value = values.get(name);
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < least) {
    throw new CommandError(`--${name} is a whole number of at least ${least}, but got '${value}'.`);
  }
  return number;
}
