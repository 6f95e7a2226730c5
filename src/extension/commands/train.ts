import { dirname } from 'node:path';
import { type CodeLens, commands, ProcessExecution, Task, TaskScope, tasks, Uri, window, workspace } from 'vscode';
import { TRAIN_COMMAND } from '../../protocol/editor';
import { type Command, modelUriOf, NO_MODEL_FILE } from './command';

export const train: Command = {
  async run({ extensionUri }, file, name) {
    const uri = modelUriOf(file);
    if (uri === undefined) return window.showInformationMessage(NO_MODEL_FILE);
    if (!workspace.isTrusted) return refuse();
    const training = typeof name === 'string' ? name : await chooseTraining(uri);
    if (training === CANCELLED) return;
    // What is trained is what the file says on disk.
    if (!(await (await workspace.openTextDocument(uri)).save())) return;
    await tasks.executeTask(trainingTask(Uri.joinPath(extensionUri, 'dist/cli.js').fsPath, uri, training));
  },
  failed: "The training can't be started. Is Node.js 20 or later installed, and `node` on the PATH?",
};

/** No shell takes part, so that a name stays one argument whatever it holds. */
function trainingTask(cli: string, uri: Uri, training: string | undefined): Task {
  const target = training === undefined ? uri.fsPath : `${uri.fsPath}#${training}`;
  const execution = new ProcessExecution('node', [cli, 'train', target], { cwd: dirname(uri.fsPath) });
  const scope = workspace.getWorkspaceFolder(uri) ?? TaskScope.Workspace;
  const label = training === undefined ? 'train' : `train ${training}`;
  return new Task({ type: 'process', target }, scope, label, 'Modelwright', execution, []);
}

const CANCELLED = Symbol('cancelled');

/** The trainings are those that have a code lens. Undefined: there is none or it is unknown, and the command line says so. */
async function chooseTraining(uri: Uri): Promise<string | undefined | typeof CANCELLED> {
  const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const names = lenses.flatMap(({ command }) => (command?.command === TRAIN_COMMAND ? [String(command.arguments?.[1])] : []));
  if (names.length < 2) return names[0];
  return (await window.showQuickPick(names, { placeHolder: 'Which training?' })) ?? CANCELLED;
}

async function refuse(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message =
    'Training is off in Restricted Mode: it starts a program and writes files into this folder. Trust the folder first.';
  if ((await window.showWarningMessage(message, manage)) === manage) await commands.executeCommand('workbench.trust.manage');
}
