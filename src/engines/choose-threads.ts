/** The best number of threads depends on the graph: small ones are faster on one. */
import { availableParallelism } from 'node:os';
import type { Program } from '../ir/program';
import type { Engine, Feeds, Tensors } from './engine';

export interface Trial {
  readonly program: Program;
  readonly state: Tensors;
  /** What every step is given; it stays the caller's. */
  readonly feeds: Feeds;
}

/** An engine of its own that has the trial's program and state. */
export interface Runner {
  /** Milliseconds for each of so many steps, after one to warm up. */
  time(steps: number): Promise<number>;
  close(): Promise<void>;
}

const ROUNDS = 3;
/** Milliseconds of each round. */
const ROUND = 50;

/**
 * Times a few steps with one thread and with all cores, and tells which is faster. The state is not touched, since engines of
 * their own run the steps. Rounding depends on the number: a run that is to be repeated exactly has to record it.
 */
export async function chooseThreads(
  start: (threads: number) => Promise<Runner>,
  candidates: readonly number[] = [...new Set([1, availableParallelism()])],
): Promise<number> {
  const [first = 1, ...others] = candidates;
  if (others.length === 0) return first;
  const runners = await startAll(start, candidates);
  try {
    const steps = Math.ceil(ROUND / Math.max(0.1, await (runners[0] as TimedRunner).time(2)));
    // In turns, so that a machine that is busy for a while is so for all of them.
    for (let round = 0; round < ROUNDS; round++) {
      for (const runner of runners) runner.times.push(await runner.time(steps));
    }
  } finally {
    for (const { close } of runners) await close();
  }
  const fastest = runners.reduce((best, runner) => (Math.min(...runner.times) < Math.min(...best.times) ? runner : best));
  return fastest.threads;
}

interface TimedRunner extends Runner {
  readonly threads: number;
  readonly times: number[];
}

/** All, or none where one can't start. */
async function startAll(
  start: (threads: number) => Promise<Runner>,
  candidates: readonly number[],
): Promise<readonly TimedRunner[]> {
  const started = await Promise.allSettled(
    candidates.map(async (threads): Promise<TimedRunner> => ({ ...(await start(threads)), threads, times: [] })),
  );
  const runners = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failure = started.find((one) => one.status === 'rejected');
  if (failure === undefined) return runners;
  for (const { close } of runners) await close();
  throw failure.reason;
}

/** Runs the steps as a training does. */
export async function runnerOf(engine: Engine, { program, state, feeds }: Trial): Promise<Runner> {
  try {
    await engine.load('trial', program);
    await engine.writeState(state);
  } catch (error) {
    await engine.close();
    throw error;
  }
  const run = () => engine.run('trial', { ...feeds, inputs: structuredClone(feeds.inputs) });
  return {
    async time(steps) {
      await run();
      const start = performance.now();
      for (let step = 0; step < steps; step++) await run();
      return (performance.now() - start) / steps;
    },
    close: () => engine.close(),
  };
}
