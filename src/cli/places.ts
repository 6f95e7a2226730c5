/** Where a finding of a training leads to: the layer that is to blame, or the call that describes the data. */
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Location } from '../ir/location';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import type { FindingEvent } from '../protocol/events';
import { layoutOf, modelFileOf } from '../runs/layout';
import { readGraph, readRun } from '../runs/read';
import type { FrozenSource } from '../runs/records';
import type { SourceFile } from '../runs/source';

export interface Place {
  /** Its file as people here would name it. */
  readonly location: Location;
  /** Text of the file. */
  readonly source: string;
}

/** What has `rows` is about the data. */
export type PlaceOf = (finding: Blamed) => Place | undefined;

type Blamed = Pick<FindingEvent, 'layer' | 'rows'>;

/** In the files that are trained. */
export const placesIn =
  (network: Network, training: Training, sources: readonly SourceFile[]): PlaceOf =>
  (finding) => {
    const location = locationOf(network, training, finding);
    const source = location && sources.find(({ path }) => path === resolve(location.file))?.text;
    return location && source !== undefined ? { location, source } : undefined;
  };

/** In the files of a run as they are now, or where they have changed, in those that it keeps. */
export function placesOfRun(directory: string): PlaceOf {
  const record = readRun(directory);
  const network = readGraph(directory);
  const { entry } = record.source;
  return (finding) => {
    const location = locationOf(network, record.settings, finding);
    const name = location && frozenName(record.source, location.file);
    if (location === undefined || name === undefined) return undefined;
    const kept = join(layoutOf(directory).source, name);
    const source = textOf(kept);
    if (source === undefined) return undefined;
    // `source/` and the project have the same folders below the first one that the files share.
    const now = resolve(modelFileOf(directory, record), ...entry.split('/').map(() => '..'), name);
    const file = relative('.', textOf(now) === source ? now : kept);
    return { location: { ...location, file }, source };
  };
}

const locationOf = ({ layers }: Network, { data, location }: Training, { rows, layer }: Blamed): Location | undefined =>
  (rows === undefined ? layers.find(({ id }) => id === layer)?.location : data.location) ?? location;

/** A location names its file as it was named in the folder of the training: what both have in common is the end. */
function frozenName({ hashes }: FrozenSource, file: string): string | undefined {
  const parts = file.split(/[\\/]/).reverse();
  const common = (name: string): number => {
    const differs = name
      .split('/')
      .reverse()
      .findIndex((part, k) => part !== parts[k]);
    return differs < 0 ? name.length : differs;
  };
  const [best] = Object.keys(hashes).sort((a, b) => common(b) - common(a));
  return best !== undefined && common(best) > 0 ? best : undefined;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
