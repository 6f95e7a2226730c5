/**
 * Inside the sandbox: keeps what the model file does, and where its code stood.
 *
 * It is written as JSON at once, in plain loops and without callbacks: this runs at every call, and in this engine building
 * objects to write them later takes several times as long.
 */
import { type Encoded, type Entry, isMark, type Kind, MOST_ENTRIES, type Where } from './recording';

/** JSON of an `Encoded`, or of a list of them. */
export type Json = string;

const entries: Json[] = [];
/** Argument lists: those of the compiler's, then those made here, each once. */
let lists: Json[] = [];
let given = 0;
let readsLists = false;
const positions = new Map<Json, number>();
const stacks = new Map<string, number>();
const made = new WeakMap<object, { readonly kind: Kind; readonly entry: number }>();
let openSizesRead = false;
let innermost: number | undefined;
/** Entries whose callers the compiler wants to know; asked for on a second evaluation, which does the same again. */
let wanted: ReadonlySet<number> = new Set();

// The file may replace what it finds in the global scope; recording must not depend on that.
const { Error: TraceableError } = globalThis;
const { stringify, parse } = JSON;

/**
 * Adds an entry; its position is what others refer to. `members` is the JSON inside its braces. `where` is known for calls that
 * the compiler numbered: looking at the call stack instead costs more than all the rest.
 */
export function record(where: Where | undefined, kind: Kind, members: Json): number {
  const index = entries.length;
  if (index >= MOST_ENTRIES) throw new RangeError('This file makes more than 20,000 calls.');
  const block = innermost === undefined ? '' : `"block":${innermost},`;
  const site = where?.site === undefined ? '' : `"site":${where.site},`;
  const isSeen = where !== undefined && where.at === undefined && !wanted.has(index);
  const at = isSeen ? '' : `"at":${where?.at ?? currentStack()},`;
  entries[index] = `{${block}${site}${at}"kind":"${kind}",${members}}`;
  return index;
}

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
export function recordAs(value: object, where: Where | undefined, kind: Kind, members: Json): number {
  const entry = record(where, kind, members);
  made.set(value, { kind, entry });
  return entry;
}

/** Position of what `recordAs` made. */
export const entryOf = (value: unknown): number | undefined => (isObject(value) ? made.get(value)?.entry : undefined);

/** An entry, as the compiler will read it. */
export const recorded = (index: number): Entry => parse(`${entries[index]}`);

export function recordedList(index: number): readonly Encoded[] {
  if (index < given) readsLists = true;
  return parse(`${lists[index]}`);
}

/** Position of an argument list among all of them. */
export function listOf(json: Json): number {
  const known = positions.get(json);
  if (known !== undefined) return known;
  const index = lists.length;
  lists[index] = json;
  positions.set(json, index);
  return index;
}

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

/** Without the innermost frames, down to the user's code. */
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
  readonly #mark: Json;

  constructor(call: number, output: number) {
    this.#mark = `{"$":"tensor","call":${call},"output":${output}}`;
  }

  static markOf(value: object): Json | undefined {
    return #mark in value ? value.#mark : undefined;
  }
}

export function encode(value: unknown, depth = 0): Json {
  switch (typeof value) {
    case 'string':
      return quoted(value);
    case 'boolean':
      return `${value}`;
    case 'number':
      if (Number.isFinite(value)) return `${value}`;
      return openSizesRead && Number.isNaN(value) ? '{"terms":[{"times":1,"of":["?"]}]}' : other(`${value}`);
    case 'undefined':
      return '{"$":"undefined"}';
    case 'object':
      return value === null ? 'null' : encodeObject(value, depth);
    case 'function':
      return markOf(value) ?? other('a function');
    default:
      return other(`a ${typeof value}`);
  }
}

function encodeObject(value: object, depth: number): Json {
  const mark = Output.markOf(value) ?? markOf(value);
  if (mark !== undefined) return mark;
  if (depth > 6) return other('an object');
  if (Array.isArray(value)) return encodeList(value, depth + 1);
  if ('terms' in value) {
    // A size that turned out to be a number.
    const [term, ...others] = Array.isArray(value.terms) ? value.terms : [];
    const isNumber = term?.of?.length === 0 && others.length === 0;
    return isNumber ? encode(term.times) : `{"terms":${encode(value.terms, depth + 1)}}`;
  }
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || isMark(value)) return other('an object');
  return encodeOptions(value as Readonly<Record<string, unknown>>, depth + 1);
}

export function encodeList(values: readonly unknown[], depth = 0): Json {
  let json = '';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) json += ',';
    json += index in values ? encode(values[index], depth) : 'null';
  }
  return `[${json}]`;
}

function encodeOptions(options: Readonly<Record<string, unknown>>, depth: number): Json {
  let json = '';
  const names = Object.keys(options);
  for (let index = 0; index < names.length; index += 1) {
    const name = `${names[index]}`;
    if (index > 0) json += ',';
    json += `${quoted(name)}:${encode(options[name], depth)}`;
  }
  return `{${json}}`;
}

/** Names of options and their values come again and again. */
const quotes = new Map<string, Json>();

function quoted(text: string): Json {
  const known = quotes.get(text);
  if (known !== undefined) return known;
  const json = stringify(text);
  quotes.set(text, json);
  return json;
}

function markOf(value: object): Json | undefined {
  const known = made.get(value);
  return known && `{"$":"entry","kind":"${known.kind}","entry":${known.entry}}`;
}

const other = (text: string): Json => `{"$":"other","text":${quoted(text)}}`;

/** What `encode` wrote, read again. */
export const decode = (json: Json): Encoded => parse(json);

/** Before the file runs. */
export function prepare(json: Json): void {
  const prepared: Prepared = parse(json);
  lists = prepared.lists;
  given = lists.length;
  wanted = new Set(prepared.callersOf);
}

export interface Prepared {
  /** JSON of the argument lists that stand in the code by number. */
  readonly lists: Json[];
  /** Entries whose callers are wanted. */
  readonly callersOf: readonly number[];
}

/** All that was recorded so far, as JSON of a `Recording`. `namespace` holds the exports of the file. */
export function collect(namespace: Readonly<Record<string, unknown>> = {}): Json {
  const exports = Object.keys(namespace).flatMap((name): [string, number][] => {
    const entry = entryOf(namespace[name]);
    return entry === undefined ? [] : [[name, entry]];
  });
  const texts = stringify([...stacks.keys()]);
  const own = `"lists":[${joined(lists.slice(given))}],"readsLists":${readsLists}`;
  return `{"stacks":${texts},${own},"entries":[${joined(entries)}],"exports":${stringify(exports)}}`;
}

function joined(items: readonly Json[]): Json {
  let json = '';
  for (let index = 0; index < items.length; index += 1) json += index === 0 ? items[index] : `,${items[index]}`;
  return json;
}
