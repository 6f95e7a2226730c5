/** Where a finding of a training leads to: the layer that is to blame, or the call that describes the data. */
import { relative, resolve } from 'node:path';
import type { Location } from '../ir/location';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import { type Blamed, currentFile, frozenFile, frozenPlace, locationOf, textOf } from '../runs/frozen';
import { readGraph, readRun } from '../runs/read';
import type { SourceFile } from '../runs/source';

export interface Place {
  /** Its file as people here would name it. */
  readonly location: Location;
  /** Text of the file. */
  readonly source: string;
}

export type PlaceOf = (finding: Blamed) => Place | undefined;

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
  return (finding) => {
    const location = locationOf(network, record.settings, finding);
    const place = location && frozenPlace(record, location);
    if (place === undefined) return undefined;
    const kept = frozenFile(directory, place.file);
    const source = textOf(kept);
    if (source === undefined) return undefined;
    const now = currentFile(directory, record, place.file);
    const file = relative('.', textOf(now) === source ? now : kept);
    return { location: { file, range: place.range }, source };
  };
}
