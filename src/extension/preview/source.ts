/** What the preview asks of the editor beside it. */
import {
  Position,
  Range,
  Selection,
  TabInputText,
  type TextEditor,
  Uri,
  ViewColumn,
  WorkspaceEdit,
  window,
  workspace,
} from 'vscode';
import type { Diagnostic } from '../../ir/diagnostic';
import type * as ir from '../../ir/location';

/** Of the active editor. */
export interface Cursor {
  readonly uri: Uri;
  readonly position: Position;
}

/** The arguments are the place of a call: on the name before them, the cursor counts as at their beginning. */
export function cursorOf(editor: TextEditor | undefined): Cursor | undefined {
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  return { uri: document.uri, position: document.getWordRangeAtPosition(selection.active)?.end ?? selection.active };
}

export interface Revealed {
  readonly uri: Uri;
  readonly selection: Selection;
}

/**
 * Puts the cursor to a place in its file, in the column where the file is open already; `preview` is the panel's own column. Nothing
 * is selected: what a person types next must not take its place.
 */
export async function revealPlace({ file, range }: ir.Location, preview: ViewColumn | undefined): Promise<Revealed> {
  const uri = Uri.parse(file, true);
  const start = positionOf(range.start);
  const selection = new Selection(start, start);
  const document = await workspace.openTextDocument(uri);
  const editor = await window.showTextDocument(document, columnOf(uri) ?? columnBeside(preview));
  editor.selection = selection;
  // The beginning of the line says more than the place at its end, where a narrow editor shows only one of them.
  editor.revealRange(new Range(start.line, 0, start.line, 0));
  return { uri, selection };
}

/** False: the file is no longer as it was when the fix was found. */
export async function applyFix(report: { readonly uri: string; readonly version: number }, fix: Diagnostic['fixes'][number]) {
  const document = await workspace.openTextDocument(Uri.parse(report.uri, true));
  if (document.version !== report.version) return false;
  const edit = new WorkspaceEdit();
  for (const { file, range, text } of fix.edits) edit.replace(Uri.parse(file, true), rangeOf(range), text);
  return workspace.applyEdit(edit);
}

/** Where a tab shows the file, in sight or behind another one. */
function columnOf(uri: Uri): ViewColumn | undefined {
  const shows = (input: unknown) => input instanceof TabInputText && input.uri.toString() === uri.toString();
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
  return visible?.viewColumn ?? window.tabGroups.all.find(({ tabs }) => tabs.some(({ input }) => shows(input)))?.viewColumn;
}

const columnBeside = (preview: ViewColumn | undefined): ViewColumn =>
  preview === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;

const positionOf = ({ line, character }: ir.Position): Position => new Position(line, character);

export const rangeOf = ({ start, end }: ir.Range): Range => new Range(positionOf(start), positionOf(end));
