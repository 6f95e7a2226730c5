/** What can be said of a run in a line, of every directory that is there: damaged ones say what is wrong with them. */
import { basename, join } from 'node:path';
import { RunError } from './error';
import { listDirectories, readEvaluation, readMeta, readRun, readStatus } from './read';
import type { EvaluationRecord, Meta, RunRecord } from './records';

export type Surveyed = WholeRun | DamagedRun;

export interface WholeRun {
  readonly id: string;
  readonly directory: string;
  readonly record: RunRecord;
  readonly status: ReturnType<typeof readStatus>;
  readonly meta: Meta;
  readonly evaluation?: EvaluationRecord;
}

export interface DamagedRun {
  readonly id: string;
  readonly directory: string;
  /** Which file, and what is wrong with it. */
  readonly damage: string;
}

/** The oldest first. */
export const surveyRuns = (runs: string): Surveyed[] => listDirectories(runs).map((id) => surveyRun(join(runs, id)));

export function surveyRun(directory: string): Surveyed {
  const id = basename(directory);
  try {
    const evaluation = readEvaluation(directory);
    return {
      id,
      directory,
      record: readRun(directory),
      status: readStatus(directory),
      meta: readMeta(directory),
      ...(evaluation && { evaluation }),
    };
  } catch (error) {
    if (error instanceof RunError) return { id, directory, damage: error.message };
    throw error;
  }
}
