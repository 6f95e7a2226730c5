import { Uri, window } from 'vscode';
import { modelFileOf } from '../../runs/layout';
import { renameRun as rename } from '../../runs/meta';
import { unlinked } from '../plain-message';
import { labelOf } from '../training/run-words';
import { chosenRun } from './chosen-runs';
import type { Command } from './command';

export const renameRun: Command = {
  async run(services, ...args) {
    const run = await chosenRun(services, args, {
      placeHolder: 'Which run should get a name?',
      filter: (one) => 'record' in one,
      none: 'There is no run that can get a name.',
    });
    if (run === undefined || 'damage' in run) return;
    const name = await window.showInputBox({
      prompt: unlinked(`Name of the run ${labelOf(run)}`),
      placeHolder: run.record.settings.model,
      value: run.meta.name,
    });
    if (name === undefined) return;
    rename(run.directory, name);
    services.runs.include(Uri.file(modelFileOf(run.directory, run.record)));
  },
  failed: "The run can't be renamed. Is its folder gone or read-only?",
};
