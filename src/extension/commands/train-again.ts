import { existsSync } from 'node:fs';
import { window } from 'vscode';
import { modelFileOf } from '../../runs/layout';
import { unlinked } from '../plain-message';
import { chosenRun } from './chosen-runs';
import type { Command } from './command';

/** What the model file says now, not what it said then. */
export const trainAgain: Command = {
  async run(services, ...args) {
    const run = await chosenRun(services, args, {
      placeHolder: 'Which run should be trained again?',
      filter: (one) => 'record' in one,
      none: 'There is no run whose model file is known.',
    });
    if (run === undefined || 'damage' in run) return;
    const file = modelFileOf(run.directory, run.record);
    if (existsSync(file)) return services.trainings.start({ file, training: run.record.settings.name });
    const text = `The model file ${run.record.source.file} is gone. What it said then is in the folder of the run, under source.`;
    await window.showWarningMessage(unlinked(text));
  },
  failed: "The training can't be started.",
};
