/** Reads what the sandbox hands out. It ran code that no one vouches for, so every entry is checked before anything is made of it. */
import { type Encoded, type Entry, type Kind, MOST_ENTRIES, type Recording } from '../language/recording';

const DEEPEST = 10;
const LONGEST_NAME = 200;

/** Sizes in an argument: more is nothing a person writes, and sums of products multiply out. */
const MOST_TERMS = 4;
const MOST_FACTORS = 4;

/** Undefined: not a recording. `given` is how many argument lists the compiler wrote itself. */
export function parseRecording(json: string, given = 0): Recording | undefined {
  const value: unknown = parse(json);
  if (!isRecord(value)) return undefined;
  const { stacks, lists, readsLists, entries, exports } = value;
  if (!isList(stacks, isText) || !isList(exports, isExport)) return undefined;
  if (!Array.isArray(lists) || !Array.isArray(entries) || entries.length > MOST_ENTRIES) return undefined;
  // Entries come in order, so a list that is right for one is right for all after it.
  const checked = new Set<number>();
  const isListAt = (list: unknown, index: number): boolean => {
    if (!isIndex(list)) return false;
    if (list < given || checked.has(list)) return true;
    checked.add(list);
    return isEncodedList(lists[list - given], index, entries);
  };
  if (!entries.every((entry, index) => isEntryAt(entry, index, entries, isListAt))) return undefined;
  return { stacks, lists, readsLists: readsLists !== false, entries, exports };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Whatever an entry refers to comes before it, and is of the right kind. */
function isEntryAt(
  entry: unknown,
  index: number,
  all: readonly unknown[],
  isListAt: (list: unknown, index: number) => boolean,
): entry is Entry {
  if (!isRecord(entry)) return false;
  const { site, at, kind, op, args, layer, model, inputs, outputs, from, what, text, block } = entry;
  if ((at !== undefined || site === undefined) && !isIndex(at)) return false;
  if (site !== undefined && !isIndex(site)) return false;
  const before = isBefore(index, all);
  const encoded = (value: unknown): boolean => isEncodedList(value, index, all);
  if (block !== undefined && !before(block, 'block') && !before(block, 'application')) return false;
  const described = isName(op) && isListAt(args, index);
  switch (kind) {
    case 'layer':
    case 'optimizer':
    case 'loss':
    case 'schedule':
    case 'callback':
    case 'training':
    case 'block':
      return described;
    case 'call':
      return before(layer, 'layer') && encoded(inputs);
    case 'application':
      return before(model, 'model') && encoded(inputs);
    case 'model':
      return described && encoded(inputs) && encoded(outputs);
    case 'data':
      return described && (from === undefined || before(from, 'data'));
    case 'refusal':
      return isName(what);
    case 'log':
      return isText(text);
    default:
      return false;
  }
}

type Before = (value: unknown, wanted: Kind) => boolean;

/** Names an entry of a kind, in front of another one. */
const isBefore =
  (index: number, all: readonly unknown[]): Before =>
  (value, wanted) =>
    isIndex(value) && value < index && kindOf(all[value]) === wanted;

function isEncodedList(value: unknown, index: number, all: readonly unknown[]): value is readonly Encoded[] {
  const before = isBefore(index, all);
  return isList(value, (item) => isEncoded(item, before, 0));
}

function isEncoded(value: unknown, before: Before, depth: number): value is Encoded {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return true;
  if (depth > DEEPEST) return false;
  const isItem = (item: unknown): boolean => isEncoded(item, before, depth + 1);
  if (Array.isArray(value)) return value.every(isItem);
  if (!isRecord(value)) return false;
  if ('terms' in value) return isPolynomial(value, depth);
  if (!('$' in value)) return Object.values(value).every(isItem);
  const { $: mark, call, output, kind, entry, text } = value;
  if (mark === 'tensor') return (before(call, 'call') || before(call, 'application')) && isIndex(output);
  if (mark === 'entry') return isText(kind) && before(entry, kind as Kind);
  return mark === 'undefined' || (mark === 'other' && isText(text));
}

function isPolynomial({ terms }: Readonly<Record<string, unknown>>, depth: number): boolean {
  const isAtom = (atom: unknown): boolean =>
    isName(atom) ||
    (isRecord(atom) && isIndex(atom.by) && atom.by > 0 && isRecord(atom.floor) && isPolynomial(atom.floor, depth + 1));
  const isTerm = (term: unknown): boolean =>
    isRecord(term) && Number.isSafeInteger(term.times) && isList(term.of, isAtom) && term.of.length <= MOST_FACTORS;
  return depth <= DEEPEST && isList(terms, isTerm) && terms.length <= MOST_TERMS;
}

const kindOf = (entry: unknown): unknown => (isRecord(entry) ? entry.kind : undefined);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const isName = (value: unknown): value is string => isText(value) && value.length <= LONGEST_NAME;

const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isExport = (value: unknown): value is readonly [string, number] =>
  Array.isArray(value) && value.length === 2 && isName(value[0]) && isIndex(value[1]);

const isList = <T = unknown>(
  value: unknown,
  check: ((item: unknown) => item is T) | ((item: unknown) => boolean),
): value is readonly T[] => Array.isArray(value) && value.every(check);
