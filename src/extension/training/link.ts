/** Which run a process that trains writes. */
import { statSync } from 'node:fs';
import { layoutOf, modelFileOf } from '../../runs/layout';
import { ownerOf } from '../../runs/lock';
import type { Surveyed, WholeRun } from '../../runs/survey';
import { isLive } from './run-words';

export interface Linked {
  readonly file: string;
  /** Of the process, where VS Code tells it. */
  readonly pid: number | undefined;
  /** Id of the run that it goes on with. */
  readonly resumed?: string;
  /** Milliseconds since 1970: it was not known before. */
  readonly since: number;
}

/** Directory of its run among those that are there, the newest first; those of the `others` are not. */
export function linkRun(
  { file, pid, resumed, since }: Linked,
  runs: readonly Surveyed[],
  others: readonly { readonly pid: number | undefined; readonly directory?: string }[],
): string | undefined {
  const own = runs.filter(isWhole).filter((run) => modelFileOf(run.directory, run.record) === file);
  const owned = pid === undefined ? undefined : own.find(({ directory }) => ownerOf(directory) === pid);
  if (owned !== undefined) return owned.directory;
  // The process that VS Code started may be one that starts Node.js in its turn; or it is not told after a reload.
  const isFree = ({ directory }: WholeRun): boolean => {
    const owner = ownerOf(directory);
    return !others.some((other) => other.directory === directory || (owner !== undefined && other.pid === owner));
  };
  const isNew = ({ record }: WholeRun): boolean => Date.parse(record.created) >= since;
  const isIt = (run: WholeRun): boolean =>
    resumed !== undefined ? run.id === resumed && isLive(run) : pid === undefined ? isLive(run) : isNew(run);
  return own.find((run) => isIt(run) && isFree(run))?.directory;
}

/** Whether the process that writes the run came later than that. */
export function beganAfter(directory: string, time: number): boolean {
  try {
    return statSync(layoutOf(directory).lock).mtimeMs >= time;
  } catch {
    // It has ended: it was short, and is new.
    return true;
  }
}

const isWhole = (run: Surveyed): run is WholeRun => 'record' in run;
