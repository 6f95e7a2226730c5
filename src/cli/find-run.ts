/** The run that a command is about. */
import { resolve } from 'node:path';
import { RunError } from '../runs/error';
import { runsDirectory } from '../runs/layout';
import { findRun } from '../runs/read';
import { CommandError } from './errors';

/** Its directory. `name` is an id, the unique beginning of one, or `latest`; the project is that of the file, or of this folder. */
export function runNamed(name: string, file = resolve('.', 'any.model.ts')): string {
  try {
    return findRun(runsDirectory(file), name);
  } catch (error) {
    throw error instanceof RunError ? new CommandError(error.message) : error;
  }
}
