/**
 * The runs of a project as they stand on the disk, looked at again whenever something there has changed. A run's JSON files
 * are replaced by renaming, so the time of its directory tells whether it has to be read again; what the system tells of the
 * directory of all runs says when to look.
 */
import { existsSync, type FSWatcher, type Stats, statSync, watch } from 'node:fs';
import { join } from 'node:path';
import { isLiveState } from '../protocol/exit-codes';
import { layoutOf } from './layout';
import { isLocked } from './lock';
import { listDirectories } from './read';
import { type Surveyed, surveyRun } from './survey';

export interface RunsWatch {
  /** The newest first. */
  readonly runs: readonly Surveyed[];
  /** Looks now, without waiting for the disk to tell. */
  look(): void;
  close(): void;
}

/** While a run is trained. */
const LIVE_MS = 1000;
/** Where the system does not tell, above all as long as there is no directory. */
const BLIND_MS = 2000;
/** What is told comes in bursts. */
const BURST_MS = 100;
/** A later change within the clock's grain gives a directory the same time: on some disks, two seconds. */
const GRAIN_MS = 2000;

interface Known {
  readonly run: Surveyed;
  readonly text: string;
  readonly stamp: string;
  /** It changes by itself, or without a trace: it has to be read again at the next look. */
  readonly restless: boolean;
}

/** `runs`: the directory of all runs, which need not be there yet. */
export function watchRuns(runs: string, onChange: () => void): RunsWatch {
  let known: ReadonlyMap<string, Known> = new Map();
  let sorted: readonly Surveyed[] = [];
  let watched: { readonly watcher: FSWatcher; readonly inode: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let due = Number.POSITIVE_INFINITY;
  let closed = false;

  const stopWaiting = (): void => {
    clearTimeout(timer);
    due = Number.POSITIVE_INFINITY;
  };
  /** At the latest. */
  const lookIn = (ms: number): void => {
    const time = performance.now() + ms;
    if (closed || due <= time) return;
    clearTimeout(timer);
    due = time;
    timer = setTimeout(look, ms).unref();
  };

  const watchDirectory = (): void => {
    const inode = inodeOf(runs);
    if (inode === watched?.inode) return;
    watched?.watcher.close();
    watched = undefined;
    if (inode === undefined) return;
    try {
      const watcher = watch(runs, { persistent: false }, () => lookIn(BURST_MS));
      watcher.on('error', () => {
        watcher.close();
        if (watched?.watcher === watcher) watched = undefined;
        lookIn(BLIND_MS);
      });
      watched = { watcher, inode };
    } catch {
      // The system has no watches left, or none for this disk: the timer looks.
    }
  };

  const look = (): void => {
    if (closed) return;
    stopWaiting();
    watchDirectory();
    const before = known;
    const { found, coming } = survey(runs, before);
    known = found;
    if (coming || [...found.values()].some(({ restless }) => restless)) lookIn(LIVE_MS);
    else if (watched === undefined) lookIn(BLIND_MS);
    const isSame = found.size === before.size && [...found].every(([id, { text }]) => before.get(id)?.text === text);
    if (isSame) return;
    sorted = [...found.values()].map(({ run }) => run).reverse();
    onChange();
  };

  look();
  return {
    get runs() {
      return sorted;
    },
    look,
    close() {
      closed = true;
      stopWaiting();
      watched?.watcher.close();
    },
  };
}

/** The oldest first. `coming`: a run is being made. */
function survey(runs: string, before: ReadonlyMap<string, Known>) {
  const found = new Map<string, Known>();
  let coming = false;
  for (const id of idsIn(runs)) {
    const directory = join(runs, id);
    const stats = statsOf(directory);
    if (stats === undefined) continue;
    const old = before.get(id);
    const stamp = `${stats.ino}/${stats.mtimeMs}`;
    const settled = Math.abs(Date.now() - stats.mtimeMs) > GRAIN_MS;
    if (old !== undefined && !old.restless && old.stamp === stamp) found.set(id, old);
    else if (!existsSync(layoutOf(directory).run) && (!settled || isLocked(directory))) coming = true;
    else found.set(id, knownOf(surveyRun(directory), old, stamp, settled));
  }
  return { found, coming };
}

function knownOf(run: Surveyed, old: Known | undefined, stamp: string, settled: boolean): Known {
  const text = JSON.stringify(run);
  return { run: old?.text === text ? old.run : run, text, stamp, restless: !settled || isLive(run) };
}

const isLive = (run: Surveyed): boolean => 'status' in run && isLiveState(run.status.state);

function idsIn(runs: string): readonly string[] {
  try {
    return listDirectories(runs);
  } catch {
    // Not ours to read, or just deleted.
    return [];
  }
}

function inodeOf(path: string): number | undefined {
  const stats = statsOf(path);
  return stats?.isDirectory() ? stats.ino : undefined;
}

/** Undefined: it is not there, or not ours to see. */
function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
