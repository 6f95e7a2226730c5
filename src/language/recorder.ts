/** Inside the sandbox: keeps what the model file does, and where its code stood. */
import {
  type Encoded,
  type Entry,
  isMark,
  type Kind,
  type Mark,
  MOST_ENTRIES,
  type Recorded,
  type Recording,
  type Where,
} from './recording';

const entries: Entry[] = [];
const stacks = new Map<string, number>();
const made = new WeakMap<object, number>();
let openSizesRead = false;
let innermost: number | undefined;
/** Entries whose callers the compiler wants to know; asked for on a second evaluation, which does the same again. */
let wanted: ReadonlySet<number> = new Set();

// The file may replace what it finds in the global scope; recording must not depend on that.
const { Error: TraceableError } = globalThis;
const stringify = JSON.stringify;

/**
 * Adds an entry; its position is what others refer to. `where` is known for calls that the compiler numbered. Looking at the
 * call stack instead costs more than all the rest, so it is done only where there is no other way.
 */
export function record(where: Where | undefined, entry: Recorded): number {
  const index = entries.length;
  if (index >= MOST_ENTRIES) throw new RangeError('This file makes more than 20,000 calls.');
  const added: Writable = entry;
  if (innermost !== undefined) added.block = innermost;
  if (where?.site !== undefined) added.site = where.site;
  if (where?.at !== undefined) added.at = where.at;
  else if (where?.site === undefined || wanted.has(index)) added.at = currentStack();
  entries[index] = added as Entry;
  return index;
}

type Writable = Recorded & { block?: number; site?: number; at?: number };

/** Where the code stands now, for several entries that the language itself makes there. */
export const here = (where: Where | undefined): Where =>
  where !== undefined && wanted.size === 0 ? where : { ...where, at: currentStack() };

/** All that is recorded meanwhile belongs to the block or application in entry `block`. */
export function inside<T>(block: number, run: () => T): T {
  const outer = innermost;
  innermost = block;
  try {
    return run();
  } finally {
    innermost = outer;
  }
}

/** Records a layer, a model, ... and makes it known, so that others may refer to it. */
export function recordAs(value: object, where: Where | undefined, entry: Recorded): number {
  const position = record(where, entry);
  made.set(value, position);
  return position;
}

/** Position of what `recordAs` made. */
export const entryOf = (value: unknown): number | undefined => (isObject(value) ? made.get(value) : undefined);

/** As far as it is recorded. */
export const recorded = (): readonly Entry[] => entries;

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null);

/** Arithmetic on a size that a fault left open gives NaN, and a later NaN is then no mistake of its own. */
export const noteOpenSize = (): void => {
  openSizesRead = true;
};

function currentStack(): number {
  const stack = withoutOwnFrames(new TraceableError().stack ?? '');
  const known = stacks.get(stack);
  if (known !== undefined) return known;
  stacks.set(stack, stacks.size);
  return stacks.size - 1;
}

/** Without the innermost frames, down to the user's code. Searched by hand: expressions are slow here. */
function withoutOwnFrames(stack: string): string {
  let start = 0;
  for (;;) {
    const end = stack.indexOf('\n', start);
    if (end < 0 || stack.slice(start, end).indexOf('(prelude:') < 0) return stack.slice(start);
    start = end + 1;
  }
}

/** What a tensor is to others: which output of which entry. */
export class Output {
  readonly #mark: Mark;

  constructor(call: number, output: number) {
    this.#mark = { $: 'tensor', call, output };
  }

  static markOf(value: object): Mark | undefined {
    return #mark in value ? value.#mark : undefined;
  }
}

export function encode(value: unknown, depth = 0): Encoded {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      return openSizesRead && Number.isNaN(value) ? { terms: [{ times: 1, of: ['?'] }] } : other(String(value));
    case 'undefined':
      return { $: 'undefined' };
    case 'object':
      return value === null ? null : encodeObject(value, depth);
    case 'function':
      return madeMark(value) ?? other('a function');
    default:
      return other(`a ${typeof value}`);
  }
}

function encodeObject(value: object, depth: number): Encoded {
  const mark = Output.markOf(value) ?? madeMark(value);
  if (mark !== undefined) return mark;
  if (depth > 6) return other('an object');
  if (Array.isArray(value)) return encodeList(value, depth + 1);
  if ('terms' in value) {
    // A size that turned out to be a number.
    const [term, ...others] = Array.isArray(value.terms) ? value.terms : [];
    const isNumber = term?.of?.length === 0 && others.length === 0;
    return isNumber ? encode(term.times) : { terms: encode(value.terms, depth + 1) };
  }
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || isMark(value)) return other('an object');
  return encodeOptions(value as Readonly<Record<string, unknown>>, depth + 1);
}

// Plain loops: this runs at every call, and callbacks and iterators are slow here.

export function encodeList(values: readonly unknown[], depth = 0): Encoded[] {
  const encoded: Encoded[] = [];
  for (let index = 0; index < values.length; index += 1) encoded[index] = index in values ? encode(values[index], depth) : null;
  return encoded;
}

function encodeOptions(options: Readonly<Record<string, unknown>>, depth: number): Encoded {
  // Without a prototype, so that any name is an option of its own.
  const encoded: Record<string, Encoded> = Object.create(null);
  const names = Object.keys(options);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    encoded[name] = encode(options[name], depth);
  }
  return encoded;
}

function madeMark(value: object): Mark | undefined {
  const entry = made.get(value);
  return entry === undefined ? undefined : { $: 'entry', kind: entries[entry]?.kind as Kind, entry };
}

const other = (text: string): Encoded => ({ $: 'other', text });

/** Before the file runs: positions of entries, as JSON. */
export const wantCallersOf = (positions: string): void => {
  wanted = new Set(JSON.parse(positions));
};

/** All that was recorded so far, as JSON. `namespace` holds the exports of the file. */
export function collect(namespace: Readonly<Record<string, unknown>> = {}): string {
  const exports = Object.keys(namespace).flatMap((name): [string, number][] => {
    const entry = entryOf(namespace[name]);
    return entry === undefined ? [] : [[name, entry]];
  });
  const recording: Recording = { stacks: [...stacks.keys()], entries, exports };
  return stringify(recording);
}
