/** The frozen source of a run, and the files that it was made of as they are now. */
import { join } from 'node:path';
import type { Location, Range } from '../ir/location';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import type { FindingEvent } from '../protocol/events';
import { readWhole } from './files';
import { layoutOf, modelFileOf } from './layout';
import type { RunRecord } from './records';

/** What a finding is about. With `rows`, it is the data. */
export type Blamed = Pick<FindingEvent, 'layer' | 'rows'>;

/** What a finding is about: the data where it names rows, else the layer that is to blame, else the training. */
export const locationOf = ({ layers }: Network, { data, location }: Training, { rows, layer }: Blamed): Location | undefined =>
  (rows && data.location) ?? layers.find(({ id }) => id === layer)?.location ?? location;

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

/** Undefined: it can't be read. */
export function textOf(path: string): string | undefined {
  try {
    return readWhole(path).toString('utf8');
  } catch {
    return undefined;
  }
}
