import { Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type Template, templates } from '../templates';
import type { Command, Services } from './command';
import { freeName, modelFileName, nameProblem } from './model-name';

export const newModel: Command = {
  async run(services, place) {
    const items = templates.map((template) => ({ label: template.title, detail: template.description, template }));
    const chosen = await window.showQuickPick(items, { placeHolder: 'What should it start from?', matchOnDetail: true });
    if (chosen === undefined) return;
    const folder = place instanceof Uri ? place : await chooseFolder();
    if (folder !== undefined) await create(services, chosen.template, folder);
  },
  failed: "The file can't be made. Is the folder read-only?",
};

/** The folder of the active file, the only one of the workspace, or the one that the person chooses. */
async function chooseFolder(): Promise<Uri | undefined> {
  const active = window.activeTextEditor?.document.uri;
  if (active?.scheme === 'file' && workspace.getWorkspaceFolder(active) !== undefined) return Uri.joinPath(active, '..');
  const { workspaceFolders = [] } = workspace;
  if (workspaceFolders.length === 1) return workspaceFolders[0]?.uri;
  if (workspaceFolders.length > 1) return (await window.showWorkspaceFolderPick())?.uri;
  const options = { canSelectFolders: true, canSelectFiles: false, openLabel: 'Put It Here' };
  return (await window.showOpenDialog(options))?.[0];
}

async function create({ extensionUri, report }: Services, { file, data }: Template, folder: Uri): Promise<void> {
  const existing = (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  const asked = await window.showInputBox({
    prompt: `Name of the model file in ${workspace.asRelativePath(folder, true)}`,
    value: freeName(file.replace(/\.model\.ts$/, ''), existing),
    validateInput: (value) => nameProblem(value, existing),
  });
  if (asked === undefined) return;
  const shipped = (path: string): Thenable<Uint8Array> => workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', path));
  const uri = Uri.joinPath(folder, modelFileName(asked));
  const edit = new WorkspaceEdit();
  // Not over a file that somebody has made meanwhile.
  edit.createFile(uri, { overwrite: false, contents: await shipped(`templates/${file}`) });
  if (data !== undefined && !existing.includes(data.to)) {
    edit.createFile(Uri.joinPath(folder, data.to), { overwrite: false, contents: await shipped(`data/${data.from}`) });
  }
  if (await workspace.applyEdit(edit)) await window.showTextDocument(uri, { preview: false });
  else report(`${modelFileName(asked)} can't be made. Is it there already, or the folder read-only?`);
}
