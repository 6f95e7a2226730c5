import { existsSync } from 'node:fs';
import { Uri, window, workspace } from 'vscode';
import { deleteRun as removeRun, requireAtRest } from '../../runs/delete';
import { modelFileOf } from '../../runs/layout';
import { isLocked } from '../../runs/lock';
import type { Surveyed } from '../../runs/survey';
import { unlinked } from '../plain-message';
import { labelOf } from '../training/run-words';
import { chosenRuns } from './chosen-runs';
import type { Command, Services } from './command';

export const deleteRun: Command = {
  async run(services, ...args) {
    const chosen = await chosenRuns(services, args, {
      placeHolder: 'Which runs should be deleted?',
      filter: () => true,
      none: 'There is no run here.',
    });
    const live = chosen.filter(({ directory }) => isLocked(directory));
    const resting = chosen.filter((run) => !live.includes(run));
    if (live.length > 0) {
      const text = `${labels(live)} ${live.length === 1 ? 'is' : 'are'} being trained and can't be deleted. Stop the training first.`;
      void window.showWarningMessage(unlinked(text));
    }
    if (resting.length === 0 || !(await agreed(`Delete ${counted(resting)}?`, resting, 'Move to Bin'))) return;
    const left = await binned(resting, services);
    const forGood = `${counted(left)} can't be moved to a bin. Delete for good?`;
    if (left.length > 0 && (await agreed(forGood, left, 'Delete for Good')))
      for (const { directory } of left) removeRun(directory);
    lookAgain(chosen, services);
  },
  failed: "The run can't be deleted. Is it being trained, or its folder read-only?",
};

async function agreed(question: string, runs: readonly Surveyed[], yes: string): Promise<boolean> {
  const detail = `${labels(runs)}\n\nWith all checkpoints and curves. The model file stays.`;
  return (await window.showWarningMessage(unlinked(question), { modal: true, detail }, yes)) === yes;
}

/** Those that are still there: in a browser and on other computers VS Code has no bin. */
async function binned(runs: readonly Surveyed[], { log }: Services): Promise<readonly Surveyed[]> {
  for (const { directory } of runs) {
    // A training may have begun while the question stood there.
    requireAtRest(directory);
    try {
      await workspace.fs.delete(Uri.file(directory), { recursive: true, useTrash: true });
    } catch (error) {
      log.info(`${directory} was not moved to the bin.`, String(error));
    }
  }
  return runs.filter(({ directory }) => existsSync(directory));
}

function lookAgain(chosen: readonly Surveyed[], { runs }: Services): void {
  for (const run of chosen) if ('record' in run) runs.include(Uri.file(modelFileOf(run.directory, run.record)));
}

const counted = (runs: readonly Surveyed[]): string => {
  const [only, ...others] = runs;
  return only !== undefined && others.length === 0 ? `the run ${labelOf(only)}` : `${runs.length} runs`;
};

const labels = (runs: readonly Surveyed[]): string => runs.map((run) => labelOf(run)).join('\n');
