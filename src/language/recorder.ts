/** Inside the sandbox: keeps what the model file does, and where its code stood. */
import { type Encoded, type Entry, isMark, type Mark, MOST_ENTRIES, type Recorded, type Recording } from './recording';

const entries: Entry[] = [];
const stacks = new Map<string, number>();
const marks = new WeakMap<object, Mark>();
let openSizesRead = false;
let innermost: number | undefined;

// The file may replace what it finds in the global scope; recording must not depend on that.
const { Error: TraceableError } = globalThis;
const stringify = JSON.stringify;

/** Adds an entry; its position is what others refer to. */
export function record(entry: Recorded): number {
  if (entries.length >= MOST_ENTRIES) throw new RangeError('This file makes more than 20,000 calls.');
  const at = currentStack();
  return entries.push(innermost === undefined ? { at, ...entry } : { at, block: innermost, ...entry }) - 1;
}

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

/** Records a model, an optimizer, ... and makes it known, so that others may refer to it. */
export function recordAs<T extends object>(value: T, entry: Recorded): T {
  marks.set(value, { $: 'entry', kind: entry.kind, entry: record(entry) });
  return value;
}

export const setMark = (value: object, mark: Mark): void => {
  marks.set(value, mark);
};

/** Position of what `recordAs` made. */
export function entryOf(value: unknown): number | undefined {
  const mark = isObject(value) ? marks.get(value) : undefined;
  return mark?.$ === 'entry' ? mark.entry : undefined;
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

/** Without the innermost frames, down to the user's code. Searched by hand: this runs at every call, and expressions are slow here. */
function withoutOwnFrames(stack: string): string {
  let start = 0;
  for (;;) {
    const end = stack.indexOf('\n', start);
    if (end < 0 || stack.slice(start, end).indexOf('(prelude:') < 0) return stack.slice(start);
    start = end + 1;
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
      return marks.get(value) ?? other('a function');
    default:
      return other(`a ${typeof value}`);
  }
}

function encodeObject(value: object, depth: number): Encoded {
  const mark = marks.get(value);
  if (mark !== undefined) return mark;
  if (depth > 6) return other('an object');
  if (Array.isArray(value)) return value.map((item) => encode(item, depth + 1));
  if ('terms' in value) {
    // A size that turned out to be a number.
    const [term, ...others] = Array.isArray(value.terms) ? value.terms : [];
    const isNumber = term?.of?.length === 0 && others.length === 0;
    return isNumber ? encode(term.times) : { terms: encode(value.terms, depth + 1) };
  }
  const prototype = Object.getPrototypeOf(value);
  if ((prototype !== Object.prototype && prototype !== null) || isMark(value)) return other('an object');
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, encode(item, depth + 1)]));
}

const other = (text: string): Encoded => ({ $: 'other', text });

/** All that was recorded so far, as JSON. `namespace` holds the exports of the file. */
export function collect(namespace: Readonly<Record<string, unknown>> = {}): string {
  const exports = Object.keys(namespace).flatMap((name): [string, number][] => {
    const entry = entryOf(namespace[name]);
    return entry === undefined ? [] : [[name, entry]];
  });
  const recording: Recording = { stacks: [...stacks.keys()], entries, exports };
  return stringify(recording);
}
