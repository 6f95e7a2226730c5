/** The model file and all it imports, as they were when the run began. */
import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { onDisk } from './error';
import { writeWhole } from './files';
import type { FrozenSource } from './records';

export interface SourceFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Copies the files into `folder`, from their common folder down. `files` holds the model file too. */
export function freezeSource(folder: string, modelFile: string, files: readonly SourceFile[], project: string): FrozenSource {
  const base = commonFolder(files.map(({ path }) => path));
  const hashes: Record<string, string> = {};
  for (const { path, text } of files) {
    const target = join(folder, relative(base, path));
    onDisk(target, () => mkdirSync(dirname(target), { recursive: true }));
    writeWhole(target, text);
    hashes[portable(relative(base, path))] = createHash('sha256').update(text).digest('hex');
  }
  return { file: portable(relative(project, modelFile)), entry: portable(relative(base, modelFile)), hashes };
}

function commonFolder(paths: readonly string[]): string {
  const [first = '', ...rest] = paths.map((path) => dirname(path).split(sep));
  const folders = [...first];
  for (const other of rest) while (folders.some((folder, depth) => folder !== other[depth])) folders.pop();
  return folders.join(sep) || sep;
}

const portable = (path: string): string => path.replaceAll(sep, '/');
