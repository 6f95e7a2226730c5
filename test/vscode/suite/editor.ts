/** What the suites do in the editor: open, change, and wait for what comes of it. */
import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import {
  type Diagnostic,
  languages,
  type Position,
  Range,
  type TextDocument,
  type TextEditor,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';

const PATIENCE_MS = 20_000;

/** A copy of a file of the workspace, beside it, that no other test has seen. */
export async function draft(file: string): Promise<TextEditor> {
  const copy = inWorkspace(join(dirname(file), `${randomUUID()}-${basename(file)}`));
  await workspace.fs.copy(inWorkspace(file), copy);
  return window.showTextDocument(copy);
}

export const open = (file: string): Thenable<TextEditor> => window.showTextDocument(inWorkspace(file));

function inWorkspace(file: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('VS Code has no folder open.');
  return Uri.joinPath(folder.uri, file);
}

/** The range of `part` in the text, where it stands first. */
export function find(document: TextDocument, part: string): Range {
  const at = document.getText().indexOf(part);
  if (at < 0) throw new Error(`No ${part} in ${document.fileName}.`);
  return new Range(document.positionAt(at), document.positionAt(at + part.length));
}

/** Just behind `part`. */
export const after = (document: TextDocument, part: string): Position => find(document, part).end;

/** As by typing; nothing is saved. */
export async function replace({ document }: TextEditor, part: string, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, find(document, part), text);
  await workspace.applyEdit(edit);
}

/** What `read` gives once it pleases `accept`: servers answer when they are ready. */
export async function eventually<T>(read: () => T | Thenable<T>, accept: (value: T) => boolean): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  let value = await read();
  while (!accept(value)) {
    if (Date.now() > end) throw new Error(`Waited ${PATIENCE_MS} ms; it is still ${JSON.stringify(value, undefined, 1)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    value = await read();
  }
  return value;
}

/** Of Modelwright, once they are as `accept` wants them. */
export const diagnostics = (document: TextDocument, accept: (found: readonly Diagnostic[]) => boolean): Promise<Diagnostic[]> =>
  eventually(() => ours(document), accept);

export const ours = ({ uri }: TextDocument): Diagnostic[] =>
  languages.getDiagnostics(uri).filter(({ source }) => source === 'modelwright');
