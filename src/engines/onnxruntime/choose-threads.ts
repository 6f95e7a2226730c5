/** The best number of threads depends on the graph: small ones are faster on one. */
import { availableParallelism } from 'node:os';
import type { Program } from '../../ir/program';
import type { Feeds, Tensors } from '../engine';
import { createOnnxruntimeEngine } from './engine';

interface Trial {
  readonly threadFile: string;
  readonly program: Program;
  readonly state: Tensors;
  /** What every step is given; it stays the caller's. */
  readonly feeds: Feeds;
  readonly candidates?: readonly number[];
}

const ROUNDS = 3;
/** Milliseconds of each round. */
const ROUND = 50;

/**
 * Times a few steps with one thread and with all cores, and tells which is faster. The state is not touched, since engines of
 * their own run the steps. Rounding depends on the number: a run that is to be repeated exactly has to record it.
 */
export async function chooseThreads(trial: Trial): Promise<number> {
  const { candidates = [...new Set([1, availableParallelism()])] } = trial;
  const [first = 1, ...others] = candidates;
  if (others.length === 0) return first;
  const runners = await Promise.all(candidates.map((threads) => startRunner(trial, threads)));
  try {
    const steps = Math.ceil(ROUND / Math.max(0.1, await (runners[0] as Runner).time(2)));
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

interface Runner {
  readonly threads: number;
  readonly times: number[];
  /** Milliseconds for each of so many steps, after one to warm up. */
  time(steps: number): Promise<number>;
  close(): Promise<void>;
}

async function startRunner({ threadFile, program, state, feeds }: Trial, threads: number): Promise<Runner> {
  const engine = await createOnnxruntimeEngine({ threadFile, threads });
  await engine.load('trial', program);
  await engine.writeState(state);
  const run = () => engine.run('trial', { ...feeds, inputs: structuredClone(feeds.inputs) });
  return {
    threads,
    times: [],
    async time(steps) {
      await run();
      const start = performance.now();
      for (let step = 0; step < steps; step++) await run();
      return (performance.now() - start) / steps;
    },
    close: () => engine.close(),
  };
}
