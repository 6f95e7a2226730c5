/** What commands share that ask a trained network. */
import { join, resolve } from 'node:path';
import { DataError } from '../data/error';
import { EngineUnavailableError } from '../engines/onnxruntime/errors';
import { readRun } from '../runs/read';
import type { RunRecord } from '../runs/records';
import { engineOfRun } from '../trainer/engine';
import { dataHostOf } from './data';
import { distDir } from './dist';
import { CommandError } from './errors';
import { runNamed } from './find-run';

/** Directory of the run that stands first; `most` operands are allowed. */
export function runOperand(operands: readonly string[], most: number, usage: string): string {
  const [name] = operands;
  if (name === undefined) throw new CommandError(`Which run? ${usage}`);
  if (operands.length > most) throw new CommandError(`Too much: ${operands.slice(most).join(' ')}. ${usage}`);
  return runNamed(name);
}

export const trainedOptions = (directory: string) => ({
  directory,
  // Runs lie in <project>/.modelwright/runs.
  data: dataHostOf(resolve(directory, '../../..', readRun(directory).source.file)),
  openEngine: (record: RunRecord) => engineOfRun(record, join(distDir, 'onnxruntime-thread.js')),
});

/** Data that are not there, and an engine that is not, can be helped by who typed the command. */
export async function askRun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError || error instanceof EngineUnavailableError) throw new CommandError(error.message);
    throw error;
  }
}
