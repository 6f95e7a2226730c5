/** The runs of all projects in the window, for whoever shows them. */
import type { Disposable, Event, Uri } from 'vscode';
import type { Surveyed } from '../../runs/survey';

export interface Runs extends Disposable {
  /** The newest first, damaged ones too. */
  readonly all: readonly Surveyed[];
  /** Some have come, gone or changed; while one is trained, about once a second. */
  readonly onDidChange: Event<void>;
  /** By the path of its directory. */
  find(directory: string): Surveyed | undefined;
  /** Also watches the project of this model file, and looks there now. */
  include(modelFile: Uri): void;
}
