/** Takes a run away, whole or damaged. */
import { lstatSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { onDisk, RunError } from './error';
import { isLocked } from './lock';

/** Throws a `RunError` while a training writes the run. */
export function deleteRun(directory: string): void {
  requireAtRest(directory);
  // Gone for every reader at once, and never half there under its own name. Links in it are removed, not followed.
  const aside = join(dirname(directory), `.${basename(directory)}.deleted`);
  onDisk(directory, () => {
    if (!lstatSync(directory).isDirectory()) return;
    rmSync(aside, { recursive: true, force: true });
    renameSync(directory, aside);
    rmSync(aside, { recursive: true, force: true });
  });
}

export function requireAtRest(directory: string): void {
  if (isLocked(directory)) {
    throw new RunError('locked', `The run ${basename(directory)} is being trained. Stop it first; nothing was deleted.`);
  }
}
