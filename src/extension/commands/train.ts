import { type CodeLens, commands, type Uri, window } from 'vscode';
import { TRAIN_COMMAND } from '../../protocol/editor';
import { type Command, modelUriOf, NO_MODEL_FILE } from './command';

export const train: Command = {
  async run({ trainings }, file, name) {
    const uri = modelUriOf(file);
    if (uri === undefined) return window.showInformationMessage(NO_MODEL_FILE);
    const training = typeof name === 'string' ? name : await chooseTraining(uri);
    if (training === CANCELLED) return;
    await trainings.start({ file: uri.fsPath, ...(training !== undefined && { training }) });
  },
  failed: "The training can't be started. Is Node.js 20 or later installed, and `node` on the PATH?",
};

const CANCELLED = Symbol('cancelled');

/** The trainings are those that have a code lens. Undefined: there is none or it is unknown, and the command line says so. */
async function chooseTraining(uri: Uri): Promise<string | undefined | typeof CANCELLED> {
  const lenses = await commands.executeCommand<readonly CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
  const names = lenses.flatMap(({ command }) => (command?.command === TRAIN_COMMAND ? [String(command.arguments?.[1])] : []));
  if (names.length < 2) return names[0];
  return (await window.showQuickPick(names, { placeHolder: 'Which training?' })) ?? CANCELLED;
}
