import { modelFileOf } from '../../runs/layout';
import { chosenRun } from './chosen-runs';
import { type Command, modelUriOf, type Services } from './command';

export const showTraining: Command = {
  async run(services, ...args) {
    const run = await chosenRun(services, args[0] === undefined ? [newestOfActive(services)] : args, {
      placeHolder: 'Which run?',
      filter: () => true,
      none: 'There is no run here yet. Train a model first.',
    });
    if (run !== undefined) services.panels.show(run.directory);
  },
  failed: "The run can't be shown. Was it deleted?",
};

/** Directory of the newest run of the model file that is active. */
function newestOfActive({ runs }: Services): string | undefined {
  const file = modelUriOf(undefined);
  if (file === undefined) return undefined;
  runs.include(file);
  return runs.all.find((run) => 'record' in run && modelFileOf(run.directory, run.record) === file.fsPath)?.directory;
}
