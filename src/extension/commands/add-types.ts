import { FileType, Position, Range, Uri, WorkspaceEdit, window, workspace } from 'vscode';
import { type TypesSetup, typesSetup } from '../types-setup';
import { type Command, modelUriOf } from './command';

export const addTypes: Command = {
  async run({ extensionUri, report }, place) {
    const project = await projectOf(modelUriOf(place));
    if (project === undefined) return report('There is no project to add types to. Open a folder, or a model file.');
    const types = await textOf(Uri.joinPath(extensionUri, 'dist/modelwright.d.ts'));
    const tsconfig = Uri.joinPath(project, CONFIG);
    const isThere = await isFile(tsconfig);
    const { files, advice } = typesSetup(types, isThere ? (await workspace.openTextDocument(tsconfig)).getText() : undefined);
    if (!(await write(files, project, isThere))) return report(addTypes.failed);
    if (advice === undefined) return void window.showInformationMessage('The project has the types of model files now.');
    const chosen = await window.showWarningMessage(advice, ...(isThere ? [OPEN] : []));
    if (chosen === OPEN) await window.showTextDocument(tsconfig);
  },
  failed: "The types can't be added. Is the folder read-only?",
};

const CONFIG = 'tsconfig.json';
const OPEN = `Open ${CONFIG}`;

/** The nearest folder with a tsconfig.json, otherwise that of the workspace, otherwise that of the file. */
async function projectOf(file: Uri | undefined): Promise<Uri | undefined> {
  const root = file === undefined ? workspace.workspaceFolders?.[0] : workspace.getWorkspaceFolder(file);
  if (file === undefined) return root?.uri;
  for (let folder = Uri.joinPath(file, '..'); ; folder = Uri.joinPath(folder, '..')) {
    if (await isFile(Uri.joinPath(folder, CONFIG))) return folder;
    if (root === undefined || folder.path.length <= root.uri.path.length) return root?.uri ?? Uri.joinPath(file, '..');
  }
}

/** An open tsconfig.json may have changes that are not saved: it is edited, all else is made anew. */
async function write(files: TypesSetup['files'], project: Uri, hasConfig: boolean): Promise<boolean> {
  const edit = new WorkspaceEdit();
  for (const { path, text } of files) {
    const uri = Uri.joinPath(project, path);
    if (path === CONFIG && hasConfig) edit.replace(uri, WHOLE, text);
    else edit.createFile(uri, { overwrite: true, contents: new TextEncoder().encode(text) });
  }
  if (!(await workspace.applyEdit(edit))) return false;
  return !hasConfig || (await workspace.openTextDocument(Uri.joinPath(project, CONFIG))).save();
}

const WHOLE = new Range(new Position(0, 0), new Position(Number.MAX_SAFE_INTEGER, 0));

const textOf = async (uri: Uri): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(uri));

const isFile = (uri: Uri): Promise<boolean> =>
  Promise.resolve(workspace.fs.stat(uri)).then(
    ({ type }) => (type & FileType.File) !== 0,
    () => false,
  );
