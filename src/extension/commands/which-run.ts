/** The runs that a command is about. */
import { window } from 'vscode';
import { isRecord } from '../../protocol/guards';
import type { Surveyed, WholeRun } from '../../runs/survey';
import { labelOf } from '../training/info';

/** Of its directory: what an item of the tree has, or whoever else runs the command gives as text. */
export function directoryOf(argument: unknown): string | undefined {
  const directory = isRecord(argument) ? argument['directory'] : argument;
  return typeof directory === 'string' ? directory : undefined;
}

export const isWhole = (run: Surveyed): run is WholeRun => !('damage' in run);

/** Undefined: the person chose none, or there is none, and was told so. */
export async function pickRun(runs: readonly Surveyed[], placeHolder: string): Promise<string | undefined> {
  const items = runs.filter(isWhole).map((run) => ({
    label: labelOf(run),
    description: run.status.state,
    detail: run.record.source.file,
    directory: run.directory,
  }));
  if (items.length === 0) void window.showInformationMessage('There is no such run yet. Train a model first.');
  else return (await window.showQuickPick(items, { placeHolder, matchOnDescription: true, matchOnDetail: true }))?.directory;
  return undefined;
}
