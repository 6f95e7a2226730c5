/** Opens the engine that a training asked for. */
import type { Engine, Feeds, Tensors } from '../engines/engine';
import { createInterpreterEngine } from '../engines/interpreter';
import { chooseThreads } from '../engines/onnxruntime/choose-threads';
import { createOnnxruntimeEngine } from '../engines/onnxruntime/engine';
import type { Program } from '../ir/program';

export const ENGINES = ['onnxruntime', 'interpreter'] as const;

export interface EngineChoice {
  readonly name: (typeof ENGINES)[number];
  /** The bundle of onnxruntime's thread. */
  readonly threadFile: string;
  /** Absent: what turns out to be faster in the trial. */
  readonly threads?: number;
}

/** A step of the training, to try out. */
export interface Trial {
  readonly program: Program;
  readonly state: Tensors;
  readonly feeds: Feeds;
}

export async function openEngine({ name, threadFile, threads }: EngineChoice, trial: Trial): Promise<Engine> {
  if (name === 'interpreter') return createInterpreterEngine();
  return createOnnxruntimeEngine({ threadFile, threads: threads ?? (await chooseThreads({ threadFile, ...trial })) });
}
