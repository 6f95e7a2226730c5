/** Opens the engine that a training asked for. */
import { chooseThreads, runnerOf, type Trial } from '../engines/choose-threads';
import type { Engine } from '../engines/engine';
import { createInterpreterEngine } from '../engines/interpreter';
import { createOnnxruntimeEngine } from '../engines/onnxruntime/engine';
import { RunError } from '../runs/error';
import type { RunRecord } from '../runs/records';

export const ENGINES = ['onnxruntime', 'interpreter'] as const;

export interface EngineChoice {
  readonly name: (typeof ENGINES)[number];
  /** The bundle of onnxruntime's thread. */
  readonly threadFile: string;
  /** Absent: what turns out to be faster in the trial. */
  readonly threads?: number;
}

export async function openEngine({ name, threadFile, threads }: EngineChoice, trial: Trial): Promise<Engine> {
  if (name === 'interpreter') return createInterpreterEngine();
  const start = (count: number) => createOnnxruntimeEngine({ threadFile, threads: count });
  return start(threads ?? (await chooseThreads(async (count) => runnerOf(await start(count), trial))));
}

/** The one that trained a run. Throws a `RunError` where this version has no such engine. */
export async function engineOfRun({ id, engine: { name, threads } }: RunRecord, threadFile: string): Promise<Engine> {
  if (name === 'interpreter') return createInterpreterEngine();
  if (name === 'onnxruntime') return createOnnxruntimeEngine({ threadFile, threads });
  throw new RunError('damaged', `The run ${id} was trained by ${name}, which this version lacks. It has: ${ENGINES.join(', ')}.`);
}
