/** The table of commands. */
import { commands, Disposable } from 'vscode';
import { SHOW_COMMAND, TRAIN_COMMAND } from '../../protocol/editor';
import { addTypes } from './add-types';
import { changeRate } from './change-rate';
import type { Command, Services } from './command';
import { compareRuns } from './compare-runs';
import { continueRun } from './continue-run';
import { deleteRun } from './delete-run';
import { explainRule } from './explain-rule';
import type { CommandId } from './ids';
import { newModel } from './new-model';
import { pauseTraining } from './pause-training';
import { renameRun } from './rename-run';
import { restartServer } from './restart-server';
import { resumeTraining } from './resume-training';
import { revealRun } from './reveal-run';
import { saveCheckpoint } from './save-checkpoint';
import { setUpEngine } from './set-up-engine';
import { showArchitecture, showArchitectureHere } from './show-architecture';
import { showLog } from './show-log';
import { showTraining } from './show-training';
import { stopTraining } from './stop-training';
import { toggleLock } from './toggle-lock';
import { train } from './train';
import { trainAgain } from './train-again';

const COMMANDS: { readonly [Id in CommandId]: Command } = {
  [SHOW_COMMAND]: showArchitecture,
  'modelwright.showArchitectureHere': showArchitectureHere,
  'modelwright.toggleLock': toggleLock,
  [TRAIN_COMMAND]: train,
  'modelwright.showTraining': showTraining,
  'modelwright.compareRuns': compareRuns,
  'modelwright.stopTraining': stopTraining,
  'modelwright.pauseTraining': pauseTraining,
  'modelwright.resumeTraining': resumeTraining,
  'modelwright.changeRate': changeRate,
  'modelwright.saveCheckpoint': saveCheckpoint,
  'modelwright.newModel': newModel,
  'modelwright.explainRule': explainRule,
  'modelwright.addTypes': addTypes,
  'modelwright.setUpEngine': setUpEngine,
  'modelwright.restartServer': restartServer,
  'modelwright.showLog': showLog,
  'modelwright.continueRun': continueRun,
  'modelwright.deleteRun': deleteRun,
  'modelwright.renameRun': renameRun,
  'modelwright.revealRun': revealRun,
  'modelwright.trainAgain': trainAgain,
};

export const registerCommands = (services: Services): Disposable =>
  Disposable.from(
    ...Object.entries(COMMANDS).map(([id, { run, failed }]) =>
      commands.registerCommand(id, async (...args: readonly unknown[]) => {
        try {
          await run(services, ...args);
        } catch (error) {
          services.report(failed, error);
        }
      }),
    ),
  );
