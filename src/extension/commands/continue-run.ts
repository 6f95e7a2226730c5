import { modelFileOf } from '../../runs/layout';
import { canContinue } from '../training/run-words';
import { chosenRun } from './chosen-runs';
import type { Command } from './command';

/** In the same run, from its last checkpoint. */
export const continueRun: Command = {
  async run(services, ...args) {
    const run = await chosenRun(services, args, {
      placeHolder: 'Which run should go on?',
      filter: canContinue,
      none: 'No run can go on: one that was stopped, failed or was interrupted after it was saved could.',
    });
    if (run === undefined || 'damage' in run) return;
    await services.trainings.start({ file: modelFileOf(run.directory, run.record), resume: run.id });
  },
  failed: "The run can't go on.",
};
