/**
 * Finds runs of equal groups of layers: what `for` loops and repeated blocks leave in a graph. A picture draws such a run
 * as one box, "× 12".
 *
 * Every call gets a signature of what it is and does, with what it reads as a distance back, and without names. A run is a
 * stretch of calls whose signatures repeat with some period, so that a residual connection inside a block folds with it.
 */
import type { Layer, Network } from '../ir/network';
import { layerSpecs } from '../layers/index.spec';

/** A stretch of calls: `length` of them, `times` in a row. */
export interface Run {
  readonly start: number;
  readonly length: number;
  readonly times: number;
}

/** Fewer than three equal groups are easier to read side by side. */
const LEAST = 3;

/** All calls in order, each in one run; a call by itself is a run of length 1, once. Layers in `apart` are not folded. */
export function findRuns(network: Network, apart: ReadonlySet<string> = new Set()): Run[] {
  const signatures = signaturesOf(network, apart);
  const readLater = lastReaders(network);
  const runs: Run[] = [];
  for (let start = 0; start < signatures.length; ) {
    const run = longestRun(signatures, readLater, start) ?? { start, length: 1, times: 1 };
    runs.push(run);
    start += run.length * run.times;
  }
  return runs;
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

function longestRun(signatures: readonly number[], readLater: readonly number[], start: number): Run | undefined {
  let best: Run | undefined;
  for (let length = 1; start + length * LEAST <= signatures.length; length++) {
    let end = start + length;
    while (end < signatures.length && signatures[end] === signatures[end - length]) end++;
    const times = Math.floor((end - start) / length);
    if (times < LEAST || (best !== undefined && length * times <= best.length * best.times)) continue;
    const run = { start, length, times };
    if (isClosed(run, readLater)) best = run;
  }
  return best;
}

/** Only the end of each group is read from outside it, so that one line goes in and one comes out. */
function isClosed({ start, length, times }: Run, readLater: readonly number[]): boolean {
  const end = start + length * times;
  for (let at = start; at < end - 1; at++) if ((readLater[at] ?? 0) >= end) return false;
  return true;
}
