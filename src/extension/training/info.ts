/** What the page is told of a run beside its curves. */
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';
import type { Location } from '../../ir/location';
import type { OtherRun, RunInfo } from '../../protocol/training';
import { RunError } from '../../runs/error';
import { engineOf } from '../../runs/facts';
import { currentFile, frozenPlace, textOf } from '../../runs/frozen';
import { readColumns, readGraph } from '../../runs/read';
import type { RunRecord } from '../../runs/records';
import { type Surveyed, surveyRun, type WholeRun } from '../../runs/survey';
import { labelOf } from './run-words';

const MOST_OTHERS = 50;

/** `all`: the runs that are there now, of whatever project. Throws a `RunError` where the run can't be read. */
export type Describe = (all: readonly Surveyed[], now: number) => RunInfo;

/** Reads what never changes only once. Throws a `RunError` too. */
export function describeRun(directory: string): Describe {
  const { record } = wholeRun(directory);
  const columns = readColumns(directory);
  const lineOf = (location: Location | undefined): number | undefined => {
    const place = location && frozenPlace(record, location);
    return place && place.range.start.line + 1;
  };
  const lines = readGraph(directory).layers.flatMap(({ id, location }) => {
    const line = lineOf(location);
    return line === undefined ? [] : [[id, line]];
  });
  const dataLine = lineOf(record.settings.data.location);
  return (all, now) => {
    const run = wholeRun(directory);
    const { meta, evaluation, status } = run;
    return {
      v: 1,
      // A directory may be a copy of another run's.
      id: basename(directory),
      directory,
      name: meta.name,
      model: record.settings.model,
      file: record.source.file,
      created: Date.parse(record.created),
      settings: record.settings,
      data: { name: record.data.name, rows: record.data.splits },
      engine: engineOf(run),
      ...(status.engine && { firstEngine: record.engine }),
      versions: record.versions,
      platform: record.platform,
      ...(record.git && { commit: record.git.commit }),
      columns,
      lines: Object.fromEntries(lines),
      ...(dataLine !== undefined && { dataLine }),
      ...(evaluation && { evaluation }),
      outdated: isOutdated(directory, record),
      others: othersOf(directory, all, now),
    };
  };
}

/** Throws a `RunError` where the run is damaged. */
export function wholeRun(directory: string): WholeRun {
  const run = surveyRun(directory);
  if ('damage' in run) throw new RunError('damaged', run.damage);
  return run;
}

/** Those of the same project. */
function othersOf(directory: string, all: readonly Surveyed[], now: number): OtherRun[] {
  const others = all.filter((run) => dirname(run.directory) === dirname(directory) && run.directory !== directory);
  return others
    .flatMap((run) => ('damage' in run ? [] : [{ id: run.id, label: labelOf(run, now) }]))
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .slice(0, MOST_OTHERS);
}

/** Whether any of the files is not what it was. */
const isOutdated = (directory: string, record: RunRecord): boolean =>
  Object.entries(record.source.hashes).some(([file, hash]) => hashOf(currentFile(directory, record, file)) !== hash);

function hashOf(path: string): string | undefined {
  const text = textOf(path);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
}
