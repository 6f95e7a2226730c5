import { window } from 'vscode';
import type { LanguageServer } from '../client/server';
import { withoutIcons } from '../plain-message';
import { type Command, modelUriOf, NO_MODEL_FILE } from './command';

export const train: Command = {
  async run({ server, trainings }, file, name) {
    const uri = modelUriOf(file);
    if (uri === undefined) return window.showInformationMessage(NO_MODEL_FILE);
    const training = typeof name === 'string' ? name : await chooseTraining(server, uri.toString());
    if (training === CANCELLED) return;
    await trainings.start({ file: uri.fsPath, ...(training !== undefined && { training }) });
  },
  failed: "The training can't be started.",
};

const CANCELLED = Symbol('cancelled');

/** Undefined: there is none or it is unknown, and the command line says so. */
async function chooseTraining(server: LanguageServer, uri: string): Promise<string | undefined | typeof CANCELLED> {
  const known = await server.trainings({ uris: [uri] });
  if (known.length < 2) return known[0]?.name;
  const items = known.map(({ name, model }) => ({ label: withoutIcons(name === 'default' ? model : name), name }));
  return (await window.showQuickPick(items, { placeHolder: 'Which training?' }))?.name ?? CANCELLED;
}
