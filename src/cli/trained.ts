/** What commands share that ask a trained network. */
import { DataError } from '../data/error';
import { EngineRefusal } from '../trainer/engines/wish';
import type { Values } from './command';
import { dataHostOfRun } from './data';
import { engineForRun, namedEngine } from './engine';
import { CommandError } from './errors';
import { runNamed } from './find-run';

/** Directory of the run that stands first; `most` operands are allowed. */
export function runOperand(operands: readonly string[], most: number, usage: string): string {
  const [name] = operands;
  if (name === undefined) throw new CommandError(`Which run? ${usage}`);
  if (operands.length > most) throw new CommandError(`Too much: ${operands.slice(most).join(' ')}. ${usage}`);
  return runNamed(name);
}

export const trainedOptions = (directory: string, values: Values) => ({
  directory,
  data: dataHostOfRun(directory),
  openEngine: engineForRun(directory, namedEngine(values)),
});

/** Data that are not there, and an engine that is not, can be helped by who typed the command. */
export async function askRun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DataError || error instanceof EngineRefusal) throw new CommandError(error.message);
    throw error;
  }
}
