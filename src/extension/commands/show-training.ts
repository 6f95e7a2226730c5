import { modelFileOf } from '../../runs/layout';
import { type Command, modelUriOf } from './command';
import { directoryOf, isWhole, pickRun } from './which-run';

export const showTraining: Command = {
  async run({ runs, panels }, run) {
    const file = modelUriOf(undefined);
    if (file !== undefined) runs.include(file);
    const newest = runs.all.find((one) => isWhole(one) && modelFileOf(one.directory, one.record) === file?.fsPath);
    const directory = directoryOf(run) ?? newest?.directory ?? (await pickRun(runs.all, 'Which run?'));
    if (directory !== undefined) panels.show(directory);
  },
  failed: "The run can't be shown. Was it deleted?",
};
