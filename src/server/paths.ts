/** Editors name documents by URI, the compiler names files by path. */
import { isAbsolute } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Of what is no file on this machine (`untitled:`), the URI itself: no import finds anything beside it. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    return uri;
  }
}

export const uriOf = (path: string): string => (isAbsolute(path) ? pathToFileURL(path).href : path);

export const isModelFile = (uri: string): boolean => pathOf(uri).endsWith('.model.ts');
