/**
 * Folds a network for a picture: blocks that are closed are one box each, and so are runs of equal groups of layers or blocks,
 * which `for` loops leave in a graph: "× 12". What is open stands in a frame.
 *
 * Every call gets a signature of what it is and does, with what it reads as a distance back, and without names. A run is a
 * stretch of calls whose signatures repeat with some period, so that a residual connection inside a block folds with it.
 * Blocks of one name (`stage_1`, `stage_2`, ...) are a run too where only the first differs, as the one that makes images smaller does.
 */
import type { Call, Layer, Network } from '../ir/network';
import { layerSpecs } from '../layers/index.spec';
import { type Item, longestRun } from './repetition';

export type Part = Box | Frame;

/** A stretch of calls in one box: `times` equal groups in a row, or one item. */
export interface Box {
  readonly kind: 'box';
  readonly id: string;
  readonly start: number;
  readonly length: number;
  readonly times: number;
  /** Of all the times: calls, and blocks that are closed. */
  readonly items: readonly Item[];
}

export interface Frame {
  readonly kind: 'frame';
  readonly id: string;
  readonly times: number;
  readonly items: readonly Item[];
  readonly length: number;
  readonly fixed: boolean;
  readonly parts: readonly Part[];
}

/** Times of a run that can be looked at next to each other. */
const LONG = 24;

export interface Choices {
  /** Ids of layers that are not folded, and so open the blocks around them. */
  readonly apart?: ReadonlySet<string>;
  /** Ids of boxes to open. */
  readonly open?: ReadonlySet<string>;
}

/** All calls in order, each in one box. */
export function fold(network: Network, { apart = new Set(), open = new Set() }: Choices = {}): Part[] {
  const { calls, layers } = network;
  const ids = callIds(network);
  const signatures = signaturesOf(network, apart);
  const readLater = lastReaders(network);
  const stretches = stretchesOf(calls);
  const holdsApart = ({ start, length }: Item): boolean =>
    calls.slice(start, start + length).some(({ layer }) => apart.has(layers[layer]?.id ?? ''));

  const within = (start: number, end: number, depth: number): Part[] => {
    const items = itemsOf(calls, ids, stretches, start, end, depth);
    const blocks = items.filter(({ block }) => block !== undefined);
    const others = items.some((item) => item.block === undefined && calls[item.start]?.inputs.length !== 0);
    // A single block around everything.
    const isOnly = depth === 0 && blocks.length === 1 && !others;
    const isFixed = (item: Item): boolean => isOnly || holdsApart(item);
    const isOpen = (item: Item): boolean => item.block !== undefined && (open.has(item.id) || isFixed(item));
    const alone = (item: Item): Part[] => {
      if (item.block === undefined) return [box([item])];
      if (item.length === 1) return [box([{ id: ids[item.start] ?? '', start: item.start, length: 1 }])];
      if (!isOpen(item)) return [box([item])];
      const parts = within(item.start, item.start + item.length, depth + 1);
      return [{ kind: 'frame', id: item.id, times: 1, items: [item], length: item.length, fixed: isFixed(item), parts }];
    };
    /** Of a long run the first, those in between as a run of their own, and the last. */
    const opened = ({ items: all, times }: Box): Part[] => {
      const period = all.length / times;
      const inside = all.slice(period, -period);
      const between = box(inside, times - 2);
      const wanted = open.has(between.id);
      if (times <= LONG || (inside.some(isOpen) && !wanted)) return all.flatMap(alone);
      const middle: Part = wanted ? { ...between, kind: 'frame', fixed: false, parts: inside.flatMap(alone) } : between;
      return [...all.slice(0, period).flatMap(alone), middle, ...all.slice(-period).flatMap(alone)];
    };
    const equal = items.map((item) => signatures.slice(item.start, item.start + item.length).join());
    const split = items.map((item, at) => (isOpen(item) ? item.id : (equal[at] ?? '')));
    const parts: Part[] = [];
    for (let at = 0; at < items.length; ) {
      const whole = longestRun(items, equal, readLater, at, holdsApart);
      const run = box(items.slice(at, at + whole.length * whole.times), whole.times);
      if (run.times > 1 && open.has(run.id)) {
        parts.push({ ...run, kind: 'frame', fixed: false, parts: opened(run) });
        at += run.items.length;
        continue;
      }
      // A block that is open where its run is not stands beside what is left of the run.
      const closed = run.items.some(isOpen) ? longestRun(items, split, readLater, at, isOpen) : whole;
      const own = items.slice(at, at + closed.length * closed.times);
      parts.push(...(closed.times > 1 ? [box(own, closed.times)] : own.flatMap(alone)));
      at += own.length;
    }
    return parts;
  };
  return within(0, calls.length, 0);
}

function box(items: readonly Item[], times = 1): Box {
  const { id = '', start = 0 } = items[0] ?? {};
  const length = items.reduce((sum, item) => sum + item.length, 0);
  return { kind: 'box', id: times === 1 ? id : `${id.replace(/\/$/, '')}/×`, start, length, times, items };
}

/** Calls and blocks, as they stand at one depth. */
function itemsOf(
  calls: readonly Call[],
  ids: readonly string[],
  stretches: ReadonlyMap<string, number>,
  start: number,
  end: number,
  depth: number,
): Item[] {
  const items: Item[] = [];
  for (let at = start; at < end; ) {
    const block = blockOf(calls[at])?.slice(0, depth + 1);
    if (block === undefined || block.length <= depth) {
      items.push({ id: ids[at] ?? '', start: at++, length: 1 });
      continue;
    }
    const first = at;
    while (at < end && isIn(calls[at], block)) at++;
    const nth = stretches.get(`${first} ${depth}`) ?? 1;
    items.push({ id: `${block.join('/')}/${nth === 1 ? '' : `@${nth}`}`, start: first, length: at - first, block });
  }
  return items;
}

/** An input in the middle of a block cuts it in two: which of its stretches begins at a call, by call and depth. */
function stretchesOf(calls: readonly Call[]): Map<string, number> {
  const seen = new Map<string, number>();
  const stretches = new Map<string, number>();
  let before: readonly string[] = [];
  calls.forEach((call, at) => {
    const block = blockOf(call) ?? [];
    const common = before.findIndex((name, depth) => name !== block[depth]);
    for (let depth = common < 0 ? before.length : common; depth < block.length; depth++) {
      const path = block.slice(0, depth + 1).join('/');
      const nth = (seen.get(path) ?? 0) + 1;
      seen.set(path, nth);
      stretches.set(`${at} ${depth}`, nth);
    }
    before = block;
  });
  return stretches;
}

/** Inputs stand by themselves, wherever they were made. */
const blockOf = (call: Call | undefined): readonly string[] | undefined => (call?.inputs.length === 0 ? undefined : call?.block);

const isIn = (call: Call | undefined, block: readonly string[]): boolean => {
  const own = blockOf(call);
  return own !== undefined && block.every((name, depth) => own[depth] === name);
};

/** In the order of the calls, each different. */
export function callIds({ layers, calls }: Network): string[] {
  const taken = new Set(layers.map(({ id }) => id));
  const seen = new Map<number, number>();
  return calls.map(({ layer }) => {
    const nth = (seen.get(layer) ?? 0) + 1;
    seen.set(layer, nth);
    const id = layers[layer]?.id ?? '';
    return nth === 1 ? id : unused(`${id}@${nth}`, taken);
  });
}

/** Names in a model file are free text: what looks like an id made here may be one. */
export function unused(wanted: string, taken: Set<string>): string {
  let id = wanted;
  while (taken.has(id)) id += '@';
  taken.add(id);
  return id;
}

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
