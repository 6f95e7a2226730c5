/** From a panel to the source of its run: as the file is now, or else as it was trained. */
import { commands, Uri, type ViewColumn, window, workspace } from 'vscode';
import type { Location, Range } from '../../ir/location';
import { currentFile, frozenFile, frozenPlace, textOf } from '../../runs/frozen';
import type { RunRecord } from '../../runs/records';
import { revealPlace } from '../preview/source';
import { placeNow } from './place-now';

/** `panel`: the column of who asks. */
export async function revealInSource(
  directory: string,
  record: RunRecord,
  location: Location,
  panel: ViewColumn | undefined,
): Promise<void> {
  const place = frozenPlace(record, location);
  if (place === undefined) return void window.showInformationMessage('The run does not know where that stands.');
  const frozen = frozenFile(directory, place.file);
  const now = await rangeNow(frozen, place.range, currentFile(directory, record, place.file));
  if (now !== undefined) return void (await revealPlace(now, panel));
  await revealPlace({ file: Uri.file(frozen).toString(), range: place.range }, panel);
  await commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
  void window.showInformationMessage('This line was changed since. You see the file as it was trained.');
}

async function rangeNow(frozen: string, range: Range, current: string): Promise<Location | undefined> {
  const text = textOf(frozen);
  if (text === undefined || textOf(current) === undefined) return undefined;
  const uri = Uri.file(current);
  const document = await workspace.openTextDocument(uri);
  const now = placeNow(text, range, document.getText());
  return now && { file: uri.toString(), range: now };
}
