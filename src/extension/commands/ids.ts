import { SHOW_COMMAND, TRAIN_COMMAND } from '../../protocol/editor';

/** All commands of the manifest. */
export const COMMAND_IDS = [
  SHOW_COMMAND,
  'modelwright.showArchitectureHere',
  'modelwright.toggleLock',
  TRAIN_COMMAND,
  'modelwright.showTraining',
  'modelwright.compareRuns',
  'modelwright.stopTraining',
  'modelwright.pauseTraining',
  'modelwright.resumeTraining',
  'modelwright.changeRate',
  'modelwright.saveCheckpoint',
  'modelwright.newModel',
  'modelwright.explainRule',
  'modelwright.addTypes',
  'modelwright.setUpEngine',
  'modelwright.restartServer',
  'modelwright.showLog',
  'modelwright.continueRun',
  'modelwright.deleteRun',
  'modelwright.renameRun',
  'modelwright.revealRun',
  'modelwright.trainAgain',
] as const;

export type CommandId = (typeof COMMAND_IDS)[number];
