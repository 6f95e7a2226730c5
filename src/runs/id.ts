/** Ids of runs: `20261122-104501-123-digitsCnn`, the time in UTC and the model, so that sorting them sorts by time. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode, onDisk } from './error';

function runId(time: Date, model: string): string {
  const [day = '', clock = ''] = time.toISOString().split('T');
  const [seconds = '', milliseconds = ''] = clock.slice(0, -1).split('.');
  const name = model.replace(/[^\w-]+/g, '-').slice(0, 40);
  return `${day.replaceAll('-', '')}-${seconds.replaceAll(':', '')}-${milliseconds}-${name}`;
}

/** Makes the directory of a new run. Where the id is taken, the next millisecond is tried. */
export function claimDirectory(runs: string, time: Date, model: string): { id: string; directory: string } {
  // One by one: on a disk that can only be read, `recursive` says that something is missing.
  for (const folder of [dirname(runs), runs]) onDisk(folder, () => madeNew(folder));
  for (let later = 0; ; later++) {
    const id = runId(new Date(time.getTime() + later), model);
    const directory = join(runs, id);
    if (onDisk(directory, () => madeNew(directory))) return { id, directory };
  }
}

function madeNew(directory: string): boolean {
  try {
    mkdirSync(directory);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
