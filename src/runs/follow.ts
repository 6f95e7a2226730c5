/**
 * Reads a run piece by piece while another process writes it: what has come since the last look. Nothing is held open between
 * two looks, so that a run can be deleted on any system while it is followed.
 */
import { existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { isRunEvent, type RunEvent, resumedAt } from '../protocol/events';
import { parseJson } from '../protocol/guards';
import type { More, RunStatus } from '../protocol/training';
import { errorCode, RunError } from './error';
import { layoutOf } from './layout';
import { readColumns, readFrom, readStatus } from './read';

export interface Follower {
  /** Of the rows. */
  readonly columns: readonly string[];
  /**
   * What has come since, at most so many rows; undefined: nothing. After a resume `from` goes back to the step of the checkpoint.
   * Throws a `RunError` where the run can't be read, for instance because it was deleted.
   */
  read(mostRows?: number): Omit<More, 'type' | 'id'> | undefined;
}

const MOST_ROWS = 20_000;

/** Throws a `RunError` where there is no run. */
export function followRun(directory: string): Follower {
  if (!existsSync(layoutOf(directory).run)) throw new RunError('not-found', `There is no run in ${directory}.`);
  const columns = readColumns(directory);
  const status = followStatus(directory);
  const events = followEvents(layoutOf(directory).events);
  const rows = followRows(layoutOf(directory).curves, columns.length);
  return {
    columns,
    read: (mostRows = MOST_ROWS) =>
      unlessDeleted(directory, () => {
        // The status before the rest: when it says that the run has ended, all rows are there. The events before the rows: when
        // they say that the run went on from an earlier step, the rows are cut back already.
        const isNews = status.look();
        const newEvents = events.take();
        for (const step of newEvents.begun) rows.goBack(step);
        const newRows = rows.take(mostRows);
        if (!isNews && newEvents.items.length === 0 && newRows === undefined) return undefined;
        return {
          status: status.current(),
          events: { from: newEvents.from, items: newEvents.items },
          rows: newRows ?? { from: rows.count(), values: new Float64Array(0) },
        };
      }),
  };
}

function unlessDeleted<T>(directory: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (existsSync(layoutOf(directory).run)) throw error;
    throw new RunError('gone', `The run ${basename(directory)} was deleted.`);
  }
}

/** Whether the process that writes the run is alive. */
const LOOK_AT_LOCK_MS = 1000;

function followStatus(directory: string) {
  const path = layoutOf(directory).status;
  let stamp = '';
  let lookedAt = Number.NEGATIVE_INFINITY;
  let text = '';
  let current: RunStatus = { state: 'starting', epoch: 0, step: 0 };
  return {
    current: () => current,
    /** Whether it is another one than before. */
    look(): boolean {
      const now = stampOf(path);
      if (now === stamp && performance.now() - lookedAt < LOOK_AT_LOCK_MS) return false;
      const { state, epoch, step, best, reason, progress } = readStatus(directory);
      stamp = now;
      lookedAt = performance.now();
      current = { state, epoch, step, ...(best && { best }), ...(reason && { reason }), ...(progress && { progress }) };
      const before = text;
      text = JSON.stringify(current);
      return text !== before;
    },
  };
}

/** Changes when the file is replaced. */
function stampOf(path: string): string {
  try {
    const { ino, mtimeMs, size } = statSync(path);
    return `${ino}/${mtimeMs}/${size}`;
  } catch (error) {
    throw new RunError('damaged', `${path} can't be read (${errorCode(error)}).`);
  }
}

interface NewEvents {
  /** How many came before. */
  readonly from: number;
  readonly items: readonly RunEvent[];
  /** After which steps the run was begun or resumed in them. */
  readonly begun: readonly number[];
}

function followEvents(path: string) {
  let offset = 0;
  let count = 0;
  let last: RunEvent | undefined;
  return {
    take(): NewEvents {
      let { size, bytes } = readFrom(path, offset);
      if (size < offset) {
        // Another file than before.
        offset = 0;
        count = 0;
        ({ size, bytes } = readFrom(path, 0));
      }
      const whole = bytes.lastIndexOf(0x0a) + 1;
      const items = Buffer.from(bytes.subarray(0, whole)).toString('utf8').split('\n').map(parseJson).filter(isRunEvent);
      const from = count;
      const begun: number[] = [];
      for (const event of items) {
        if (event.k === 'state' && last?.k === 'start') begun.push(resumedAt(event));
        last = event;
      }
      offset += whole;
      count += items.length;
      return { from, items, begun };
    },
  };
}

function followRows(path: string, width: number) {
  const rowBytes = 8 * width;
  let count = 0;
  let wentBack = false;
  const goBack = (rows: number): void => {
    if (rows >= count) return;
    count = rows;
    wentBack = true;
  };
  return {
    count: () => count,
    goBack,
    take(most: number): More['rows'] | undefined {
      let { size, bytes } = readFrom(path, count * rowBytes, most * rowBytes);
      if (size < count * rowBytes) {
        // It was cut back, and the event that says how far is still to come.
        goBack(Math.floor(size / rowBytes));
        ({ size, bytes } = readFrom(path, count * rowBytes, most * rowBytes));
      }
      const rows = Math.floor(bytes.length / rowBytes);
      if (rows === 0 && !wentBack) return undefined;
      const from = count;
      count += rows;
      wentBack = false;
      return { from, values: new Float64Array(bytes.buffer, 0, rows * width) };
    },
  };
}
