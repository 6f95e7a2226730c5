/** What commands share that ask a trained network. */
import { DataError } from '../data/error';
import { EngineUnavailableError } from '../engines/errors';
import type { RunRecord } from '../runs/records';
import { engineOfRun } from '../trainer/engine';
import { dataHostOfRun } from './data';
import { threadFile } from './dist';
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
  data: dataHostOfRun(directory),
  openEngine: (record: RunRecord) => engineOfRun(record, threadFile),
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
