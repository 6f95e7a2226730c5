/** Whether an engine computes rightly on this machine: two steps of a small network, beside the interpreter. */
import type { Engine, Tensors } from '../../engines/engine';
import { createInterpreterEngine } from '../../engines/interpreter';
import { lossPort } from '../../ir/step';
import { lowerings } from '../../layers/lowerings';
import { initialState } from '../../program/initial-state';
import { buildTrainingStep } from '../../program/steps';
import { batch, network, training } from './self-test-network';

const STEPS = 2;
/** Of the largest number in a tensor, which counts as 1 at least. Wide enough for the short mantissas of a GPU. */
const TOLERANCE = 1e-3;

/** What is wrong, as the end of a sentence that begins with the engine; undefined: nothing. Its state is another one afterwards. */
export async function selfTest(engine: Engine): Promise<string | undefined> {
  const [wanted, got] = [await reference(), await outcomeOf(engine)];
  for (const [what, values] of Object.entries(wanted)) {
    const difference = differenceOf(got[what] ?? [], values);
    if (!(difference <= TOLERANCE)) return `failed its self-test: ${what} differs by ${shown(difference)}`;
  }
  return undefined;
}

type Outcome = Readonly<Record<string, ArrayLike<number>>>;

let known: Promise<Outcome> | undefined;
function reference(): Promise<Outcome> {
  known ??= outcomeOf(createInterpreterEngine());
  return known;
}

async function outcomeOf(engine: Engine): Promise<Outcome> {
  const program = buildTrainingStep(network, training, lowerings);
  await engine.load('self-test', program);
  await engine.writeState(initialState(network, program, training.seed));
  const losses: [string, ArrayLike<number>][] = [];
  for (let step = 1; step <= STEPS; step++) {
    const outputs = await engine.run('self-test', { inputs: batch(step), seed: training.seed, step });
    losses.push([`the loss of step ${step}`, outputs[lossPort(0)]?.data ?? []]);
  }
  const state: Tensors = await engine.readState();
  return Object.fromEntries([...losses, ...Object.entries(state).map(([name, { data }]) => [name, data] as const)]);
}

/** NaN where one of them has none, or the lengths differ. */
function differenceOf(got: ArrayLike<number>, wanted: ArrayLike<number>): number {
  if (got.length !== wanted.length) return Number.NaN;
  let [most, largest] = [0, 0];
  for (let k = 0; k < wanted.length; k++) {
    const value = wanted[k] as number;
    const difference = Math.abs((got[k] as number) - value);
    if (Number.isNaN(difference)) return Number.NaN;
    most = Math.max(most, difference);
    largest = Math.max(largest, Math.abs(value));
  }
  return most / (1 + largest);
}

const shown = (difference: number): string =>
  Number.isNaN(difference) ? 'more than can be told' : `${difference.toPrecision(2)} (allowed: ${TOLERANCE})`;
