/** Goes on with a run that has ended, in its own directory. */
import { readFileSync, truncateSync, utimesSync } from 'node:fs';
import type { Best } from '../protocol/events';
import { onDisk, RunError } from './error';
import { discardPartial } from './files';
import { CHECKPOINTS, layoutOf } from './layout';
import { acquireLock, releaseLock } from './lock';
import { readColumns, readEvents, readRun } from './read';
import { RunWriter } from './writer';

/** Where the checkpoint was made that the run goes on from. */
export interface ReopenAt {
  readonly epoch: number;
  readonly step: number;
  readonly best?: Best;
}

/**
 * Cuts the curves back to the checkpoint's step; all whole events stay. Throws a `RunError` while another process writes the
 * run, or where its curves have other columns than the rows that are to come.
 */
export function reopenRun(directory: string, at: ReopenAt, wanted: readonly string[]): RunWriter {
  const { id } = readRun(directory);
  const columns = readColumns(directory);
  if (columns.join() !== wanted.join()) {
    throw new RunError(
      'other-version',
      `The run ${id} was begun by another version of Modelwright: its curves hold ${columns.join(', ')}, not ${wanted.join(', ')}. Start a new one.`,
    );
  }
  acquireLock(directory);
  try {
    const layout = layoutOf(directory);
    onDisk(layout.curves, () => truncateSync(layout.curves, at.step * columns.length * 8));
    onDisk(layout.events, () => truncateSync(layout.events, readFileSync(layout.events).lastIndexOf('\n') + 1));
    for (const name of CHECKPOINTS) discardPartial(layout.checkpoint(name));
    announce(directory);
    const lastSeq = readEvents(directory).at(-1)?.seq ?? -1;
    return new RunWriter(id, directory, columns.length, { state: 'starting', ...at }, lastSeq + 1);
  } catch (error) {
    releaseLock(directory);
    throw error;
  }
}

/** Whoever watches the directory of all runs is told of this one, where what happens inside it would not be told. */
function announce(directory: string): void {
  const now = new Date();
  onDisk(directory, () => utimesSync(directory, now, now));
}
