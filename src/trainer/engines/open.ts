/** Opens the engine that is asked for: the best one that is here and computes rightly. */
import { availableParallelism } from 'node:os';
import { chooseThreads, runnerOf, type Trial } from '../../engines/choose-threads';
import type { Engine } from '../../engines/engine';
import { EngineUnavailableError } from '../../engines/errors';
import { createInterpreterEngine } from '../../engines/interpreter';
import { createOnnxruntimeEngine } from '../../engines/onnxruntime/engine';
import { createTensorflowEngine } from '../../engines/tensorflow/engine';
import { startTrial } from '../../engines/tensorflow/trial';
import type { Runtime } from '../../runtimes/runtime';
import { type Candidate, candidatesFor } from './candidates';
import type { ChosenEngine } from './chosen';
import { type Failure, noteOf, refusalOf } from './reasons';
import { selfTest } from './self-test';
import { type Places, survey } from './survey';
import { EngineRefusal, type EngineWish } from './wish';

export interface EngineFiles extends Places {
  /** The bundle of onnxruntime's thread. */
  readonly onnxruntimeThread: string;
  /** The bundle of TensorFlow's. */
  readonly tensorflowThread: string;
}

/**
 * `trial` tells how many threads are best, where the wish does not; without it, all cores take part. Throws an `EngineRefusal` where what
 * is asked for can't be had: nothing else takes its place.
 */
export async function openEngine(wish: EngineWish, files: EngineFiles, trial?: Trial): Promise<ChosenEngine> {
  const findings = await survey(wish, files);
  const failures: Failure[] = [];
  for (const candidate of candidatesFor(wish, findings)) {
    const opened = await tried(starterOf(candidate, files), wish.threads, trial);
    if ('problem' in opened) {
      failures.push({ candidate, ...opened });
      continue;
    }
    const note = noteOf(wish, candidate, findings, failures);
    return { ...opened, ...(candidate.gpu !== undefined && { gpu: candidate.gpu }), ...(note !== undefined && { note }) };
  }
  throw new EngineRefusal(refusalOf(wish, findings, failures));
}

type Problem = Omit<Failure, 'candidate'>;

/** What is wrong with it, where it can't be trusted. */
async function tried(starter: Starter, threads: number | undefined, trial: Trial | undefined): Promise<Engine | Problem> {
  try {
    const count = threads ?? (trial === undefined ? availableParallelism() : await starter.choose(trial));
    const problem = await tested(await starter.start(count));
    return problem === undefined ? await starter.start(count) : { problem };
  } catch (error) {
    const [reason = '', mend] = messageOf(error).split('\n');
    // Whatever it was: another engine may do.
    return { problem: `can't be used: ${reason}`, ...(error instanceof EngineUnavailableError && mend && { mend }) };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** On one of its own: the state that it leaves is none of the training's. */
async function tested(engine: Engine): Promise<string | undefined> {
  try {
    return await selfTest(engine);
  } catch (error) {
    return `failed its self-test: ${messageOf(error)}`;
  } finally {
    await engine.close();
  }
}

interface Starter {
  start(threads: number): Promise<Engine>;
  /** How many threads are the fastest. */
  choose(trial: Trial): Promise<number>;
}

function starterOf({ name, device, runtime }: Candidate, { onnxruntimeThread, tensorflowThread }: EngineFiles): Starter {
  if (name === 'interpreter') return { start: async () => createInterpreterEngine(), choose: async () => 1 };
  if (name === 'onnxruntime') {
    const start = (threads: number) => createOnnxruntimeEngine({ threadFile: onnxruntimeThread, threads });
    return { start, choose: (trial) => chooseThreads(async (threads) => runnerOf(await start(threads), trial)) };
  }
  const { binding } = runtime as Runtime;
  const options = (threads: number) => ({ threadFile: tensorflowThread, binding, device, threads });
  return {
    start: (threads) => createTensorflowEngine(options(threads)),
    choose: (trial) => chooseThreads((threads) => startTrial(options(threads), trial)),
  };
}
