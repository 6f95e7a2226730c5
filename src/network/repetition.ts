/** Runs of equal groups among calls and blocks that stand one after the other. */

/** A call, or the calls of a block. */
export interface Item {
  readonly id: string;
  readonly start: number;
  readonly length: number;
  /** Names from the outside in; absent: a call. */
  readonly block?: readonly string[];
}

/** Fewer than three equal groups are easier to read side by side. */
const LEAST = 3;

interface Repetition {
  /** In items. */
  readonly length: number;
  readonly times: number;
}

/** What begins at `start`; a single item where nothing repeats. No stage begins with an item that `standsApart`. */
export function longestRun(
  items: readonly Item[],
  signatures: readonly string[],
  readLater: readonly number[],
  start: number,
  standsApart: (item: Item) => boolean,
): Repetition {
  let best = { length: 1, times: stageLength(items, signatures, start, standsApart) };
  if (!isClosed(items.slice(start, start + best.times), readLater)) best = SINGLE;
  for (let length = 1; start + length * LEAST <= signatures.length; length++) {
    let end = start + length;
    while (end < signatures.length && signatures[end] === signatures[end - length]) end++;
    const times = Math.floor((end - start) / length);
    if (times < LEAST || (best.times > 1 && length * times <= best.length * best.times)) continue;
    if (isClosed(items.slice(start, start + length * times), readLater)) best = { length, times };
  }
  return best;
}

const SINGLE: Repetition = { length: 1, times: 1 };

/** How many blocks of one name follow each other of which only the first differs; 1: too few. */
function stageLength(
  items: readonly Item[],
  signatures: readonly string[],
  start: number,
  standsApart: (item: Item) => boolean,
): number {
  const [first, name, second] = [items[start], stemOf(items[start]), signatures[start + 1]];
  if (first === undefined || name === '' || signatures[start] === second || standsApart(first)) return 1;
  let end = start + 1;
  while (end < items.length && signatures[end] === second && stemOf(items[end]) === name) end++;
  return end - start >= LEAST ? end - start : 1;
}

/** `unit` for the blocks `unit`, `unit_1`, `unit_2`; empty for a call. */
export const stemOf = (item: Item | undefined): string => item?.block?.at(-1)?.replace(/_?\d+$/, '') ?? '';

/** Only the end of each group is read from outside it, so that one line goes in and one comes out. */
function isClosed(items: readonly Item[], readLater: readonly number[]): boolean {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return false;
  const end = last.start + last.length;
  for (let at = first.start; at < end - 1; at++) if ((readLater[at] ?? 0) >= end) return false;
  return true;
}
