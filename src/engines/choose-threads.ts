/** The best number of threads depends on the graph: small ones are faster on one. */
import { availableParallelism } from 'node:os';
import type { Program } from '../ir/program';
import type { Engine, Feeds, Tensors } from './engine';

export interface Trial {
  readonly program: Program;
  readonly state: Tensors;
  /** Makes what a step is given. It takes time on the caller's thread, as it does while a training runs, and the engine takes it. */
  feeds(): Feeds;
}

/** An engine of its own that has the trial's program and state. */
export interface Runner {
  /** Milliseconds for each of so many steps, after one to warm up. */
  time(steps: number): Promise<number>;
  close(): Promise<void>;
}

/** The first is slower, since the caller's code is not compiled yet. */
const ROUNDS = 4;
/** Milliseconds of each round. */
const ROUND = 50;
/** More threads have to take less than this: they keep cores from all else that runs, and a trial sees but a moment. */
const WORTH_IT = 0.9;

/**
 * Times a few steps with one thread and with all cores, and tells which is worth it. The state is not touched, since engines of
 * their own run the steps: one after the other, since threads that wait for work take time from whatever else runs. Rounding
 * depends on the number: a run that is to be repeated exactly has to record it.
 */
export async function chooseThreads(
  start: (threads: number) => Promise<Runner>,
  /** Ascending. */
  candidates: readonly number[] = [...new Set([1, availableParallelism()])],
): Promise<number> {
  let [chosen = 1] = candidates;
  if (candidates.length < 2) return chosen;
  let best = Number.POSITIVE_INFINITY;
  for (const threads of candidates) {
    const time = await timeOf(await start(threads));
    if (time < WORTH_IT * best) [chosen, best] = [threads, time];
  }
  return chosen;
}

/** Milliseconds of a step, in the best of some rounds: the machine may be busy for a while. */
async function timeOf(runner: Runner): Promise<number> {
  try {
    const steps = Math.ceil(ROUND / Math.max(0.1, await runner.time(2)));
    let least = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round++) least = Math.min(least, await runner.time(steps));
    return least;
  } finally {
    await runner.close();
  }
}

/** Runs the steps as a training does: two deep, so that a batch is made while the step before it runs, and both want a core. */
export async function runnerOf(engine: Engine, { program, state, feeds }: Trial): Promise<Runner> {
  try {
    await engine.load('trial', program);
    await engine.writeState(state);
  } catch (error) {
    await engine.close();
    throw error;
  }
  async function run(steps: number): Promise<void> {
    let ahead: Promise<unknown> | undefined;
    for (let step = 0; step < steps; step++) {
      const queued = engine.run('trial', feeds());
      await ahead;
      ahead = queued;
    }
    await ahead;
  }
  return {
    async time(steps) {
      await run(1);
      const start = performance.now();
      await run(steps);
      return (performance.now() - start) / steps;
    },
    close: () => engine.close(),
  };
}
