/** Starts trainings as tasks, and shows the panel of each as soon as its run is there. */
import type { Disposable } from 'vscode';

/** What a task of type `modelwright` says, in `tasks.json` as well. */
export interface TrainingRequest {
  /** Path of the model file. */
  readonly file: string;
  /** Name of the export; absent: the only one. */
  readonly training?: string;
  /** Id of a run to go on with, instead of a new one. */
  readonly resume?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly engine?: string;
  readonly threads?: number;
}

export interface Trainings extends Disposable {
  /** In a workspace that is not trusted it only says why not. What can't be started says so to the person, too. */
  start(request: TrainingRequest): Promise<void>;
  /** Brings up the terminal that trains this run; false: it is not of this window. */
  showTerminal(directory: string): boolean;
}
