/** The frozen source of a run, and the files that it was made of as they are now. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Location, Range } from '../../ir/location';
import { readWhole } from '../../runs/files';
import { layoutOf, modelFileOf } from '../../runs/layout';
import type { RunRecord } from '../../runs/records';

/** A place in the source of a run. */
export interface FrozenPlace {
  /** The file's path in `source/`. */
  readonly file: string;
  readonly range: Range;
}

/** `location` names its file as the training did, from wherever it was started; the project may have been moved since. */
export function frozenPlace({ source }: RunRecord, { file, range }: Location): FrozenPlace | undefined {
  const given = partsOf(file);
  const known = Object.keys(source.hashes).map((name) => ({ name, parts: partsOf(name) }));
  const matches = known
    .map(({ name, parts }) => ({ name, common: commonTail(parts, given), whole: commonTail(parts, given) === parts.length }))
    .filter(({ common }) => common > 0)
    .sort((a, b) => Number(b.whole) - Number(a.whole) || b.common - a.common);
  const [best] = matches;
  return best && { file: best.name, range };
}

/** Without the way up at its beginning. */
const partsOf = (path: string): string[] => path.split(/[\\/]/).filter((part) => part !== '' && part !== '.' && part !== '..');

function commonTail(a: readonly string[], b: readonly string[]): number {
  let common = 0;
  while (common < Math.min(a.length, b.length) && a.at(-1 - common) === b.at(-1 - common)) common += 1;
  return common;
}

/** Absolute path of the copy. */
export const frozenFile = (directory: string, file: string): string => join(layoutOf(directory).source, file);

/** Absolute path of the file that the copy was made of. */
export const currentFile = (directory: string, record: RunRecord, file: string): string =>
  join(modelFileOf(directory, record), ...partsOf(record.source.entry).map(() => '..'), file);

/** Whether any of the files is not what it was. */
export const isOutdated = (directory: string, record: RunRecord): boolean =>
  Object.entries(record.source.hashes).some(([file, hash]) => hashOf(currentFile(directory, record, file)) !== hash);

function hashOf(path: string): string | undefined {
  const text = textOf(path);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}

/** Undefined: it can't be read. */
export function textOf(path: string): string | undefined {
  try {
    return readWhole(path).toString('utf8');
  } catch {
    return undefined;
  }
}
