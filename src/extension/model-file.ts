/** Model files are TypeScript to the editor: only their name tells them apart. */
import type { TextDocument, Uri } from 'vscode';

export const isModelUri = ({ path }: Pick<Uri, 'path'>): boolean => path.endsWith('.model.ts');

export const isModelFile = (document: Pick<TextDocument, 'languageId' | 'uri'>): boolean =>
  document.languageId === 'typescript' && isModelUri(document.uri);
