/** Saves a picture beside the model file, or wherever the person wants it. */
import { Uri, window, workspace } from 'vscode';
import type { FromPreview } from '../../protocol/preview';
import { fileNameOf } from './file-name';

export async function savePicture(
  { format, data }: Extract<FromPreview, { type: 'save' }>,
  modelFile: Uri,
  model: string,
): Promise<void> {
  const filters = format === 'svg' ? { 'SVG picture': ['svg'] } : { 'PNG picture': ['png'] };
  const defaultUri = Uri.joinPath(modelFile, '..', `${fileNameOf(model)}.${format}`);
  const uri = await window.showSaveDialog({ defaultUri, filters });
  if (uri === undefined) return;
  await workspace.fs.writeFile(uri, Buffer.from(data, format === 'svg' ? 'utf8' : 'base64'));
}
