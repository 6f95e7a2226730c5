/** What the compiler may read: open documents, then the disk, and of an untrusted workspace nothing outside its folders. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import type { CompilerHost } from '../compiler/compile';
import { isWithin } from '../data/files';
import { trustedHost } from '../data/host';
import type { DataHost } from '../data/source';
import { projectOf } from '../runs/layout';

export interface Surroundings {
  /** Text of an open document, unsaved changes included. */
  openText(path: string): string | undefined;
  trusted(): boolean;
  /** Paths of the workspace folders. */
  folders(): readonly string[];
}

/** `dist` is the folder of the bundles. */
export function createHost({ openText, trusted, folders }: Surroundings, dist: string): CompilerHost {
  const builtinDir = join(dist, 'data');
  const mayRead = (path: string): boolean => isAbsolute(path) && (trusted() || isWithin(path, folders()));
  return {
    readFile: (path) => (mayRead(path) ? (openText(path) ?? readText(path)) : undefined),
    isThere: (path) => mayRead(path) && existsSync(path),
    dataHost(entry): DataHost {
      if (isAbsolute(entry) && trusted()) return trustedHost(entry, projectOf(entry), builtinDir);
      const readable = isAbsolute(entry) ? folders() : [];
      return { builtinDir, baseDir: dirname(entry), readable, collections: [] };
    },
  };
}

/** Bytes; no one writes a longer module by hand, and a pipe or a device would never end. */
const LONGEST = 2 ** 24;

function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= LONGEST ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
