/**
 * Why a loss is no longer a number: which layer broke first. Nothing is kept for this while all goes well; the steps since
 * the last checkpoint are done again, which gives the same numbers, and then looked into.
 */
import { identity } from '../data/random';
import type { Feeds, Tensors } from '../engines/engine';
import type { Network } from '../ir/network';
import { gradientPort, probePort } from '../ir/step';
import { hasCheckpoint } from '../runs/read';
import { loadCheckpoint } from './checkpoint';
import { feedsOf, jobsLeft } from './feeds';
import { inquiryPrograms, PROGRAMS } from './programs';
import type { LoopSetup } from './setup';

/** Where the first value came from that is not finite. */
export interface Culprit {
  /** Id of the layer. */
  readonly layer: string;
  readonly what: 'data' | 'output' | 'loss' | 'gradient' | 'update';
}

/**
 * `step` is the number of steps done. A loss of the training broke in the last of them, a loss of the validation after it.
 * Undefined where it can't be told, as when somebody asks to stop meanwhile. The engine's state is another one afterwards.
 */
export async function findCulprit(
  setup: LoopSetup,
  step: number,
  during: 'training' | 'validation',
): Promise<Culprit | undefined> {
  const { engine, network } = setup;
  // The loss was computed with the weights after so many steps.
  const history = await replay(setup, during === 'training' ? step - 1 : step);
  if (history === undefined || setup.stop.aborted) return undefined;
  const { now, next, before } = history;
  const overflowed = layersWhere(network, (name) => !allFinite(now[name]));
  if (overflowed.length > 0) {
    const cause = before && (await brokenGradient(setup, before));
    const [layer] = overflowed;
    return cause ?? (layer === undefined ? undefined : { layer, what: 'update' });
  }
  await engine.writeState(now);
  return during === 'training' ? brokenOutput(setup, true, next ? [next()] : []) : brokenOutput(setup, false, validation(setup));
}

interface History {
  readonly now: Tensors;
  /** What the next step is given, where there is one in the epoch. */
  readonly next?: () => Feeds;
  /** One step earlier: the state, and what that step was given. */
  readonly before?: Before;
}

interface Before {
  readonly state: Tensors;
  readonly feeds: () => Feeds;
}

/** Goes from the last checkpoint to the state after so many steps. */
async function replay(setup: LoopSetup, steps: number): Promise<History | undefined> {
  const { engine, run, initial, stop } = setup;
  const { state, point } = hasCheckpoint(run.directory, 'last') ? loadCheckpoint(run.directory, 'last') : initial;
  await engine.writeState(state);
  let done = point.step;
  let before: Before | undefined;
  const history = async (next?: () => Feeds): Promise<History> => ({
    now: await engine.readState(),
    ...(next && { next }),
    ...(before && { before }),
  });
  for (const job of jobsLeft(setup, point)) {
    const feeds = (): Feeds => feedsOf(setup, job, point.rate);
    if (done === steps) return history(feeds);
    if (stop.aborted) return undefined;
    if (done === steps - 1) before = { state: await engine.readState(), feeds };
    await engine.run(PROGRAMS.step, feeds());
    done++;
  }
  return done === steps ? history() : undefined;
}

/** The first call in the order of the network whose output is not finite; else it was the loss itself. */
async function brokenOutput(setup: LoopSetup, training: boolean, feeds: Iterable<Feeds>): Promise<Culprit | undefined> {
  const { engine, network } = setup;
  const program = inquiryPrograms.forward(network, training);
  await engine.load('forward', program);
  const wanted = new Set(program.inputs.map(({ name }) => name));
  for (const { inputs, ...rest } of feeds) {
    const own = Object.fromEntries(Object.entries(inputs).filter(([name]) => wanted.has(name)));
    const sums = await engine.run('forward', { inputs: own, ...rest });
    const call = network.calls.find((_, k) => !allFinite(sums[probePort(k)]));
    const layer = call && network.layers[call.layer];
    if (layer) return { layer: layer.id, what: layer.op === 'input' ? 'data' : 'output' };
  }
  const [loss] = setup.training.objectives.flatMap(({ losses }) => losses);
  const last = network.calls[network.outputs[loss?.output ?? 0]?.call ?? -1];
  const layer = network.layers[last?.layer ?? -1]?.id;
  return layer === undefined ? undefined : { layer, what: 'loss' };
}

/** Gradients come from the end: the last layer whose gradient is not finite broke first. */
async function brokenGradient({ engine, network, training }: LoopSetup, { state, feeds }: Before): Promise<Culprit | undefined> {
  await engine.load('gradients', inquiryPrograms.gradients(network, training));
  await engine.writeState(state);
  const outputs = await engine.run('gradients', feeds());
  const layer = layersWhere(network, (name) => !allFinite(outputs[gradientPort(name)])).at(-1);
  return layer === undefined ? undefined : { layer, what: 'gradient' };
}

function* validation({ dataset, training, bind }: LoopSetup): Generator<Feeds> {
  const { validation: split } = dataset.splits;
  const rows = identity(split.rows);
  for (let start = 0; start < rows.length; start += training.batchSize) {
    yield { inputs: bind(split.batch(rows.subarray(start, start + training.batchSize))), seed: 0, step: 0 };
  }
}

/** Ids of the layers that have such a weight, in the order of the calls. */
function layersWhere({ layers, calls }: Network, isMeant: (weight: string) => boolean): string[] {
  const ids = calls.flatMap(({ layer }) => {
    const { id, weights } = layers[layer] ?? { id: '', weights: [] };
    return weights.some(({ name }) => isMeant(`${id}/${name}`)) ? [id] : [];
  });
  return [...new Set(ids)];
}

/** What is not there is nothing to worry about. */
const allFinite = (tensor: Tensors[string] | undefined): boolean =>
  tensor === undefined || tensor.data.every((value) => Number.isFinite(value));
