/** Reads runs, of this process or any other, while they are written too. */
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '../ir/network';
import { isRunEvent, type RunEvent } from '../protocol/events';
import { isEndState, type RunState } from '../protocol/exit-codes';
import { isNumber, isRecord, parseJson } from '../protocol/guards';
import { errorCode, RunError } from './error';
import { readWhole } from './files';
import { type CheckpointName, layoutOf } from './layout';
import { isLocked } from './lock';
import {
  type EvaluationRecord,
  isCurvesHeader,
  isEvaluation,
  isMeta,
  isNetwork,
  isRunRecord,
  isStatus,
  type Meta,
  type RunRecord,
  type Status,
} from './records';

/** Ids of all runs, oldest first. */
export const listRuns = (runs: string): string[] =>
  listDirectories(runs).filter((id) => existsSync(layoutOf(join(runs, id)).run));

/** Names of all directories where runs are, of those too that are no runs any more; the oldest first. */
export function listDirectories(runs: string): string[] {
  const entries = existsSync(runs) ? readdirSync(runs, { withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
}

/** Directory of the run that `name` means: an id, the unique beginning of one, or `latest`. */
export const findRun = (runs: string, name: string): string => join(runs, chooseRun(listRuns(runs), name, runs));

/** Which of the ids `name` means. */
export function chooseRun(ids: readonly string[], name: string, runs: string): string {
  const [id, ...others] =
    name === 'latest' ? ids.slice(-1) : ids.includes(name) ? [name] : ids.filter((it) => name !== '' && it.startsWith(name));
  if (id === undefined) {
    const known = ids.length === 0 ? 'There are none yet.' : `The latest is ${ids.at(-1)}.`;
    throw new RunError('not-found', `There is no run '${name}' in ${runs}. ${known}`);
  }
  if (others.length > 0) {
    throw new RunError(
      'ambiguous',
      `'${name}' begins ${others.length + 1} runs: ${[id, ...others].join(', ')}. Give more of the id.`,
    );
  }
  return id;
}

export const readRun = (directory: string): RunRecord => readJson(layoutOf(directory).run, isRunRecord);

export const readMeta = (directory: string): Meta => readJson(layoutOf(directory).meta, isMeta);

export const readGraph = (directory: string): Network => readJson(layoutOf(directory).graph, isNetwork);

/** Undefined before there is one. */
export function readEvaluation(directory: string): EvaluationRecord | undefined {
  const path = layoutOf(directory).evaluation;
  return existsSync(path) ? readJson(path, isEvaluation) : undefined;
}

export const readCheckpoint = (directory: string, name: CheckpointName): Uint8Array =>
  readBytes(layoutOf(directory).checkpoint(name));

export const hasCheckpoint = (directory: string, name: CheckpointName): boolean =>
  existsSync(layoutOf(directory).checkpoint(name));

/** The state it has now: `interrupted` where the process ended without a word. */
export function readStatus(directory: string): Omit<Status, 'state'> & { readonly state: RunState | 'interrupted' } {
  const isLive = isLocked(directory);
  // Read after the lock: a run that ends in between has its last word in the file.
  const status = readStatusFile(layoutOf(directory).status);
  const interrupted = !isEndState(status.state) && !isLive;
  return interrupted ? { ...status, state: 'interrupted' } : status;
}

/** Twice where need be: on a full disk it is written in place, and what is torn is whole in a moment. */
function readStatusFile(path: string): Status {
  try {
    return readJson(path, isStatus);
  } catch {
    return readJson(path, isStatus);
  }
}

/** All whole lines of a known kind. */
export function readEvents(directory: string): RunEvent[] {
  const lines = readBytes(layoutOf(directory).events).toString('utf8').split('\n').slice(0, -1);
  return lines.map(parseJson).filter(isRunEvent);
}

export interface Curves {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row after row. */
  readonly values: Float64Array;
}

/** Of the rows. */
export const readColumns = (directory: string): readonly string[] =>
  readJson(layoutOf(directory).columns, isCurvesHeader).columns;

/** All whole rows. */
export function readCurves(directory: string): Curves {
  const columns = readColumns(directory);
  const bytes = readBytes(layoutOf(directory).curves);
  const rows = Math.floor(bytes.length / (8 * columns.length));
  // A copy, because a view must begin at a multiple of 8.
  const values = new Float64Array(Uint8Array.from(bytes.subarray(0, rows * 8 * columns.length)).buffer);
  return { columns, rows, values };
}

function readJson<T>(path: string, check: (value: unknown) => value is T): T {
  const value = parseJson(readBytes(path).toString('utf8'));
  if (check(value)) return value;
  if (isRecord(value) && isNumber(value['v']) && value['v'] !== 1) {
    throw new RunError('damaged', `${path} has version ${value['v']}, and this Modelwright reads version 1. Update it.`);
  }
  throw new RunError('damaged', `${path} is damaged${value === undefined ? ': it is no whole JSON' : ''}.`);
}

const readBytes = (path: string): Buffer => readable(path, () => readWhole(path));

export interface Part {
  /** Of the whole file. */
  readonly size: number;
  /** In a buffer of their own. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What stands in a growing file from there on, and at most so much of it. */
export function readFrom(path: string, start: number, most = Number.POSITIVE_INFINITY): Part {
  return readable(path, () => {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      const bytes = new Uint8Array(Math.max(0, Math.min(size - start, most)));
      let done = 0;
      for (let read = -1; done < bytes.length && read !== 0; done += read) {
        read = readSync(file, bytes, done, bytes.length - done, start + done);
      }
      return { size, bytes: done < bytes.length ? bytes.slice(0, done) : bytes };
    } finally {
      closeSync(file);
    }
  });
}

function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const code = errorCode(error) ?? 'unknown error';
    throw new RunError('damaged', `${path} ${code === 'ENOENT' ? 'is missing' : `can't be read (${code})`}.`);
  }
}
