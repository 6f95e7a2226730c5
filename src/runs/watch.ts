/** The runs of a project as they stand on the disk, looked at again whenever something there has changed. */
import type { Surveyed } from './survey';

export interface RunsWatch {
  /** The newest first. */
  readonly runs: readonly Surveyed[];
  /** Looks now, without waiting for the disk to tell. */
  look(): void;
  close(): void;
}

/** `runs`: the directory of all runs, which need not be there yet. */
export function watchRuns(_runs: string, _onChange: () => void): RunsWatch {
  throw new Error('to come');
}
