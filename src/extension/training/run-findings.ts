/** What runs have found, and where in their frozen source it stands: of each training the newest run that has begun. */
import { dirname } from 'node:path';
import type { Training } from '../../ir/training';
import { type FindingEvent, isRunEvent } from '../../protocol/events';
import { parseJson } from '../../protocol/guards';
import { type FrozenPlace, frozenPlace, locationOf } from '../../runs/frozen';
import { layoutOf } from '../../runs/layout';
import { readFrom, readGraph } from '../../runs/read';
import type { RunRecord } from '../../runs/records';
import type { Surveyed, WholeRun } from '../../runs/survey';

export interface RunFinding {
  readonly directory: string;
  readonly record: RunRecord;
  readonly event: FindingEvent;
  readonly place: FrozenPlace;
}

/** `all`: the newest first. Reads of each run only what has come since the last time. */
export function findingsReader(): (all: readonly Surveyed[]) => RunFinding[] {
  let known = new Map<string, Known>();
  return (all) => {
    const runs = newestRuns(all);
    known = new Map(runs.map(({ directory }) => [directory, known.get(directory) ?? NOTHING]));
    return runs.flatMap(({ directory, record }) => {
      const found = readFurther(directory, record, known.get(directory) ?? NOTHING);
      known.set(directory, found);
      return found.findings;
    });
  };
}

interface Known {
  /** Of `events.jsonl`, as far as it was read. */
  readonly bytes: number;
  readonly findings: readonly RunFinding[];
}

const NOTHING: Known = { bytes: 0, findings: [] };

/** Of each training in each project. */
function newestRuns(all: readonly Surveyed[]): WholeRun[] {
  const newest = new Map<string, WholeRun>();
  for (const run of all) {
    if ('damage' in run || !hasBegun(run)) continue;
    const training = JSON.stringify([dirname(run.directory), run.record.source.file, run.record.settings.name]);
    if (!newest.has(training)) newest.set(training, run);
  }
  return [...newest.values()];
}

const hasBegun = ({ status: { state, step } }: WholeRun): boolean =>
  step > 0 || (state !== 'starting' && state !== 'interrupted');

function readFurther(directory: string, record: RunRecord, known: Known): Known {
  try {
    const { size, bytes } = readFrom(layoutOf(directory).events, known.bytes);
    if (size < known.bytes) return readFurther(directory, record, NOTHING);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    const lines = Buffer.from(bytes.subarray(0, whole)).toString('utf8').split('\n');
    // What a run found before it was resumed is past.
    const events = lines.map(parseJson).filter(isRunEvent);
    const start = events.findLastIndex(({ k }) => k === 'start');
    const news = events.slice(start + 1).flatMap((event) => (event.k === 'finding' ? [event] : []));
    const before = start < 0 ? known.findings : [];
    const found = news.length === 0 ? [] : locate(directory, record, news);
    return { bytes: known.bytes + whole, findings: [...before, ...found] };
  } catch {
    // It is just being deleted, or damaged: the list of runs will say so.
    return NOTHING;
  }
}

function locate(directory: string, record: RunRecord, events: readonly FindingEvent[]): RunFinding[] {
  const network = readGraph(directory);
  const training = withShortLocation(record.settings);
  return events.flatMap((event) => {
    const found = locationOf(network, training, event);
    const place = found && frozenPlace(record, found);
    return place === undefined ? [] : [{ directory, record, event, place }];
  });
}

/** A training goes over many lines: the first word is enough. */
function withShortLocation({ location, ...training }: Training): Training {
  if (location === undefined) return training;
  const { start } = location.range;
  return {
    ...training,
    location: { ...location, range: { start, end: { ...start, character: start.character + 'train'.length } } },
  };
}
