/** The options that say with what to compute, for all commands that do. */
import { dirname } from 'node:path';
import { DEVICES, ENGINES } from '../protocol/engine';
import { projectOfRun } from '../runs/layout';
import { readRun, readStatus } from '../runs/read';
import { wishFor } from '../trainer/engines/of-run';
import { openEngine } from '../trainer/engines/open';
import type { EngineWish } from '../trainer/engines/wish';
import { type Command, choiceOf, type Values, wholeOf } from './command';
import { engineFiles } from './dist';

export const ENGINE_OPTIONS = {
  engine: {
    value: `auto|${ENGINES.join('|')}`,
    doc: 'What computes. auto, as without it: TensorFlow where it is installed, else onnxruntime.',
  },
  device: {
    value: `auto|${DEVICES.join('|')}`,
    doc: 'Where it computes. auto, as without it: on an NVIDIA GPU where the engine can, else on the CPU.',
  },
  threads: { value: '<n>', doc: 'How many threads it may use. Without it: the number that turns out to be the fastest.' },
} satisfies Command['options'];

/** For commands on a run that is there already. */
export const ENGINE_OPTIONS_OF_RUN = {
  engine: {
    ...ENGINE_OPTIONS.engine,
    doc: 'What computes, instead of what trained the run. auto: TensorFlow where it is installed, else onnxruntime.',
  },
  device: { ...ENGINE_OPTIONS.device, doc: 'Where it computes, instead of where the run was trained.' },
  threads: { ...ENGINE_OPTIONS.threads, doc: 'How many threads it may use, instead of as many as trained the run.' },
} satisfies Command['options'];

/** Only what was said. */
export function namedEngine(values: Values): Partial<EngineWish> {
  const threads = wholeOf(values, 'threads', 1);
  return {
    ...(values.has('engine') && { engine: choiceOf(values, 'engine', ['auto', ...ENGINES]) }),
    ...(values.has('device') && { device: choiceOf(values, 'device', ['auto', ...DEVICES]) }),
    ...(threads !== undefined && { threads }),
  };
}

type Trial = Parameters<typeof openEngine>[2];

/** Opens the engine for a new run of that model file. */
export const engineFor =
  (file: string, named: Partial<EngineWish>) =>
  (trial?: Trial): ReturnType<typeof openEngine> =>
    openEngine({ engine: 'auto', device: 'auto', ...named }, engineFiles(dirname(file)), trial);

/** Opens the engine of the run in that directory, or the one that is named instead. */
export const engineForRun =
  (directory: string, named: Partial<EngineWish>) =>
  (trial?: Trial): ReturnType<typeof openEngine> => {
    const record = readRun(directory);
    const wish = wishFor({ record, status: readStatus(directory) }, named);
    // Not from the folder that the run names: it may come from anybody, and bring a library with it.
    return openEngine(wish, engineFiles(projectOfRun(directory)), trial);
  };
