/**
 * Folds a network for a picture: blocks that are closed are one box each, and so are runs of equal groups of layers or blocks,
 * which `for` loops leave in a graph: "× 12".
 *
 * Every call gets a signature of what it is and does, with what it reads as a distance back, and without names. A run is a
 * stretch of calls whose signatures repeat with some period, so that a residual connection inside a block folds with it.
 */
import type { Call, Layer, Network } from '../ir/network';
import { layerSpecs } from '../layers/index.spec';

/** A stretch of calls: `length` of them, `times` in a row. */
export interface Run {
  readonly start: number;
  readonly length: number;
  readonly times: number;
  /** What one of the times consists of: calls, and blocks that are closed. */
  readonly items: readonly Item[];
}

/** A call, or the calls of a closed block. */
export interface Item {
  readonly start: number;
  readonly length: number;
  /** Names from the outside in; absent: a call. */
  readonly block?: readonly string[];
}

/** Fewer than three equal groups are easier to read side by side. */
const LEAST = 3;

interface Choices {
  /** Ids of layers that are not folded, and so open the blocks around them. */
  readonly apart?: ReadonlySet<string>;
  /** Blocks to open, as `encoder/attention`. */
  readonly open?: ReadonlySet<string>;
}

/** All calls in order, each in one run; an item by itself is a run, once. */
export function findRuns(network: Network, { apart = new Set(), open = new Set() }: Choices = {}): Run[] {
  const signatures = signaturesOf(network, apart);
  const readLater = lastReaders(network);
  const items = itemsOf(network, ({ start, length, block = [] }) => {
    const layers = network.calls.slice(start, start + length).map(({ layer }) => network.layers[layer]?.id ?? '');
    return length === 1 || open.has(block.join('/')) || layers.some((id) => apart.has(id));
  });
  const itemSignatures = items.map(({ start, length }) => signatures.slice(start, start + length).join());
  const runs: Run[] = [];
  for (let at = 0; at < items.length; ) {
    const { length, times } = longestRun(items, itemSignatures, readLater, at) ?? { length: 1, times: 1 };
    const own = items.slice(at, at + length);
    const calls = own.reduce((sum, item) => sum + item.length, 0);
    runs.push({ start: items[at]?.start ?? 0, length: calls, times, items: own });
    at += length * times;
  }
  return runs;
}

/** Calls, and blocks as long as they are not open. A single block around everything is open. */
function itemsOf({ calls }: Network, isOpen: (item: Item) => boolean): Item[] {
  const within = (start: number, end: number, depth: number): Item[] => {
    const items: Item[] = [];
    for (let at = start; at < end; ) {
      const block = blockOf(calls[at])?.slice(0, depth + 1);
      if (block === undefined || block.length <= depth) {
        items.push({ start: at++, length: 1 });
        continue;
      }
      const first = at;
      while (at < end && isIn(calls[at], block)) at++;
      items.push({ start: first, length: at - first, block });
    }
    const blocks = items.filter((item) => item.block !== undefined);
    const others = items.some((item) => item.block === undefined && calls[item.start]?.inputs.length !== 0);
    const isOnly = depth === 0 && blocks.length === 1 && !others;
    return items.flatMap((item) =>
      item.block !== undefined && (isOnly || isOpen(item)) ? within(item.start, item.start + item.length, depth + 1) : [item],
    );
  };
  return within(0, calls.length, 0);
}

/** Inputs stand by themselves, wherever they were made. */
const blockOf = (call: Call | undefined): readonly string[] | undefined => (call?.inputs.length === 0 ? undefined : call?.block);

const isIn = (call: Call | undefined, block: readonly string[]): boolean => {
  const own = blockOf(call);
  return own !== undefined && block.every((name, depth) => own[depth] === name);
};

/** Equal numbers mean equal calls; a call that must stay by itself has a number of its own. */
function signaturesOf({ layers, calls }: Network, apart: ReadonlySet<string>): number[] {
  const timesCalled = new Map<number, number>();
  for (const { layer } of calls) timesCalled.set(layer, (timesCalled.get(layer) ?? 0) + 1);
  const numbers = new Map<string, number>();
  return calls.map((call, at) => {
    const layer = layers[call.layer];
    const alone = layer === undefined || call.inputs.length === 0 || apart.has(layer.id) || timesCalled.get(call.layer) !== 1;
    const reads = call.inputs.map((ref) => [at - ref.call, ref.output]);
    const signature = alone
      ? `call ${at}`
      : JSON.stringify([layer.op, ownArguments(layer), layer.trainable, layer.weights, reads, call.outputs]);
    const number = numbers.get(signature) ?? numbers.size;
    numbers.set(signature, number);
    return number;
  });
}

/** Those of its spec, which the name is not among. */
const ownArguments = ({ op, args }: Layer): unknown[] => Object.keys(layerSpecs[op]?.arguments ?? {}).map((name) => args[name]);

/** The last call that reads each call; outputs of the network are read after all. */
function lastReaders({ calls, outputs }: Network): number[] {
  const last = calls.map((_, at) => at);
  calls.forEach((call, at) => {
    for (const ref of call.inputs) last[ref.call] = at;
  });
  for (const ref of outputs) last[ref.call] = calls.length;
  return last;
}

/** In items. */
function longestRun(
  items: readonly Item[],
  signatures: readonly string[],
  readLater: readonly number[],
  start: number,
): { readonly length: number; readonly times: number } | undefined {
  let best: { length: number; times: number } | undefined;
  for (let length = 1; start + length * LEAST <= signatures.length; length++) {
    let end = start + length;
    while (end < signatures.length && signatures[end] === signatures[end - length]) end++;
    const times = Math.floor((end - start) / length);
    if (times < LEAST || (best !== undefined && length * times <= best.length * best.times)) continue;
    if (isClosed(items.slice(start, start + length * times), readLater)) best = { length, times };
  }
  return best;
}

/** Only the end of each group is read from outside it, so that one line goes in and one comes out. */
function isClosed(items: readonly Item[], readLater: readonly number[]): boolean {
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return false;
  const end = last.start + last.length;
  for (let at = first.start; at < end - 1; at++) if ((readLater[at] ?? 0) >= end) return false;
  return true;
}
