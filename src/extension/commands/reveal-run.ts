import { commands, env, UIKind, Uri, window, workspace } from 'vscode';
import { unlinked } from '../plain-message';
import { chosenRun } from './chosen-runs';
import type { Command } from './command';

export const revealRun: Command = {
  async run(services, ...args) {
    const run = await chosenRun(services, args, {
      placeHolder: 'The folder of which run?',
      filter: () => true,
      none: 'There is no run here.',
    });
    if (run === undefined) return;
    const folder = Uri.file(run.directory);
    // In a browser, and where the files are on another computer, there is no file manager to show them.
    const isHere = env.uiKind === UIKind.Desktop && env.remoteName === undefined;
    if (isHere) return commands.executeCommand('revealFileInOS', folder);
    if (workspace.getWorkspaceFolder(folder) !== undefined) return commands.executeCommand('revealInExplorer', folder);
    const copy = 'Copy Path';
    const text = unlinked(`The run is outside of the folders that are open: ${run.directory}`);
    if ((await window.showInformationMessage(text, copy)) === copy) await env.clipboard.writeText(run.directory);
  },
  failed: "The folder of the run can't be shown. Is it gone?",
};
