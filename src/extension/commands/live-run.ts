/** The run that is trained now and that a command is about, and how it is told what to do. */
import { Uri, window } from 'vscode';
import type { ControlAction } from '../../protocol/control';
import type { Told } from '../../runs/control';
import { RunError } from '../../runs/error';
import { modelFileOf } from '../../runs/layout';
import { surveyRun, type WholeRun } from '../../runs/survey';
import { withoutIcons } from '../plain-message';
import { conditionOf, isLive, liveIn, type RunCondition } from '../training/run-words';
import { tellTraining, waysOut } from '../training/tell';
import { chosenRun } from './chosen-runs';
import type { Command, Services } from './command';

/** Where only one can be meant, nobody is asked. The argument is a row or a run's directory, a model file, or nothing. */
export async function liveRun(
  services: Services,
  args: readonly unknown[],
  placeHolder: string,
  condition?: RunCondition,
): Promise<WholeRun | undefined> {
  const isMeant = (run: WholeRun): boolean => condition === undefined || conditionOf(run) === condition;
  const [argument] = args;
  const isRow = argument !== undefined && !(argument instanceof Uri);
  if (!isRow) {
    const [only, ...others] = candidates(services, argument).filter(isMeant);
    if (only !== undefined && others.length === 0) return only;
  }
  const run = await chosenRun(services, isRow ? args : [], {
    placeHolder,
    filter: (one) => 'record' in one && isLive(one) && isMeant(one),
    none: condition === undefined ? 'Nothing is trained at the moment.' : `No training is ${condition} at the moment.`,
  });
  return run === undefined || 'damage' in run ? undefined : run;
}

/** Of the panel that is active, of the model file or the one in the active editor, or all. */
function candidates({ runs, panels }: Services, file = window.activeTextEditor?.document.uri): readonly WholeRun[] {
  // The list is up to a second old: one that has just ended is not meant.
  const live = liveIn(liveIn(runs.all).map(({ directory }) => surveyRun(directory)));
  const shown = live.filter(({ directory }) => directory === panels.active);
  const ofFile = live.filter((run) => modelFileOf(run.directory, run.record) === file?.fsPath);
  return [shown, ofFile].find(({ length }) => length > 0) ?? live;
}

const SHOWN_MS = 5000;

export async function tell({ report, trainings }: Services, { directory }: WholeRun, told: Told): Promise<void> {
  try {
    const { text } = await tellTraining(directory, told);
    window.setStatusBarMessage(withoutIcons(text), SHOWN_MS);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    report(error.message, undefined, ...waysOut(trainings, directory, told, error));
  }
}

/** A command that is only that. */
export const control = (action: ControlAction, placeHolder: string, condition?: RunCondition): Command => ({
  async run(services, ...args) {
    const run = await liveRun(services, args, placeHolder, condition);
    if (run !== undefined) await tell(services, run, { action });
  },
  failed: 'The training could not be reached. Its terminal may say why.',
});
