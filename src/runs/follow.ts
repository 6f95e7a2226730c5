/** Reads a run piece by piece while another process writes it: what has come since the last look. */
import type { More } from '../protocol/training';

export interface Follower {
  /** Of the rows. */
  readonly columns: readonly string[];
  /**
   * What has come since, at most so many rows; undefined: nothing. After a resume `from` goes back to the step of the checkpoint.
   * Throws a `RunError` where the run can't be read, for instance because it was deleted.
   */
  read(mostRows?: number): Omit<More, 'type' | 'id'> | undefined;
}

/** Throws a `RunError` where there is no run. */
export function followRun(_directory: string): Follower {
  throw new Error('to come');
}
