/** A command has one file. Its name stands in the manifest as well; a test compares. */
import { type LogOutputChannel, Uri, window } from 'vscode';
import type { LanguageServer } from '../client/server';
import { isModelUri } from '../model-file';
import type { Previews } from '../preview/previews';
import type { Report } from '../report';
import { modelInTabs } from '../tabs';
import type { Panels } from '../training/panels';
import type { Runs } from '../training/runs';
import type { Trainings } from '../training/trainings';
import type { RunsTree } from '../training/tree';

export interface Services {
  readonly extensionUri: Uri;
  readonly log: LogOutputChannel;
  readonly report: Report;
  readonly server: LanguageServer;
  readonly previews: Previews;
  readonly runs: Runs;
  readonly trainings: Trainings;
  readonly panels: Panels;
  readonly tree: RunsTree;
}

export interface Command {
  /** `args` are those of a menu, a code lens, or whoever else runs it. */
  readonly run: (services: Services, ...args: readonly unknown[]) => unknown;
  /** What a person is told when it fails: that, and what to do. */
  readonly failed: string;
}

/**
 * What a code lens gives as text, a menu as a `Uri`, and the command palette not at all: then it is the active editor's file.
 * A button of the walkthrough is pressed where no editor is active: then it is one that is open.
 */
export function modelUriOf(argument: unknown): Uri | undefined {
  if (typeof argument === 'string') return Uri.parse(argument, true);
  if (argument instanceof Uri) return argument;
  const active = window.activeTextEditor?.document.uri;
  if (active === undefined) return modelInTabs();
  return isModelUri(active) ? active : undefined;
}

export const NO_MODEL_FILE = 'No model file is active. Open a file whose name ends in .model.ts.';
