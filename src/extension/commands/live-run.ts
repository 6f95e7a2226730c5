/** The run that is trained now and that a command is about, and how it is told what to do. */
import { Uri, window } from 'vscode';
import type { ControlAction } from '../../protocol/control';
import { tellRun } from '../../runs/control';
import { RunError } from '../../runs/error';
import { modelFileOf } from '../../runs/layout';
import type { WholeRun } from '../../runs/survey';
import { withoutIcons } from '../plain-message';
import type { Choice } from '../report';
import { conditionOf, isLive, liveIn, type RunCondition } from '../training/run-words';
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
  const live = liveIn(runs.all);
  const shown = live.filter(({ directory }) => directory === panels.active);
  const ofFile = live.filter((run) => modelFileOf(run.directory, run.record) === file?.fsPath);
  return [shown, ofFile].find(({ length }) => length > 0) ?? live;
}

/** Long enough for a large checkpoint. */
const PATIENCE_MS = 60_000;
/** A stop is answered before anything is saved. */
const STOP_PATIENCE_MS = 10_000;
const SHOWN_MS = 5000;

interface Told {
  readonly action: ControlAction;
  readonly value?: number;
}

export async function tell({ report, trainings }: Services, { directory }: WholeRun, told: Told): Promise<void> {
  const isStop = told.action === 'stop';
  try {
    const { text } = await inTime(tellRun(directory, told), isStop ? STOP_PATIENCE_MS : PATIENCE_MS);
    window.setStatusBarMessage(withoutIcons(text), SHOWN_MS);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const end: Choice = { title: 'End the Process', run: () => trainings.terminate(directory) };
    const canEnd = isStop && error.kind === 'no-answer' && trainings.isHere(directory);
    report(error.message, undefined, ...(canEnd ? [end] : []));
  }
}

function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  const late = new RunError('no-answer', `The training has not answered for ${milliseconds / 1000} seconds.`);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late), milliseconds);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** A command that is only that. */
export const control = (action: ControlAction, placeHolder: string, condition?: RunCondition): Command => ({
  async run(services, ...args) {
    const run = await liveRun(services, args, placeHolder, condition);
    if (run !== undefined) await tell(services, run, { action });
  },
  failed: 'The training could not be reached. Its terminal may say why.',
});
