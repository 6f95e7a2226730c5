/**
 * What a page is told of one run: all of its history in pieces, then what has come since. The next piece waits until the last
 * was taken, so that a page that is slow gets larger pieces instead of a queue.
 */
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { isLiveState } from '../../protocol/exit-codes';
import type { RunInfo, ToTraining } from '../../protocol/training';
import { RunError } from '../../runs/error';
import { type Follower, followRun } from '../../runs/follow';
import { layoutOf } from '../../runs/layout';

const MOST_ROWS = 20_000;
/** So long a piece may be under way; then its answer counts as lost. */
const PATIENCE_MS = 5000;

export interface FeedOptions {
  readonly directory: string;
  /** Opens the run's description; both throw a `RunError` where it can't be read. */
  readonly describe: () => () => RunInfo;
  readonly post: (message: ToTraining) => void;
  readonly told?: (run: RunInfo) => void;
  readonly now?: () => number;
}

export interface Feed {
  readonly directory: string;
  /** False: it has ended, or can't be read; looking at it now and then is enough. */
  readonly isLive: boolean;
  readonly isLost: boolean;
  /** Tells what has come since, unless the page has not taken the last piece yet. */
  look(): void;
  taken(): void;
  /** What is said of the run may have changed, beside its curves. */
  refresh(): void;
}

interface Opened {
  readonly follower: Follower;
  readonly describe: () => RunInfo;
}

/** For a page that knows nothing of the run yet. */
export function createFeed({ directory, describe, post, told, now = Date.now }: FeedOptions): Feed {
  const id = basename(directory);
  let opened: Opened | undefined;
  /** As it was told last. */
  let info: string | undefined;
  /** Why it can't be followed, as the page knows it. */
  let lost: string | undefined;
  let postedAt: number | undefined;
  let isLive = true;
  let isBehind = false;

  function tell({ describe }: Opened): void {
    const run = describe();
    const text = JSON.stringify(run);
    if (text === info) return;
    info = text;
    post({ type: 'run', run });
    told?.(run);
  }

  function lose(error: unknown): void {
    if (!(error instanceof RunError)) throw error;
    opened = undefined;
    info = undefined;
    postedAt = undefined;
    isLive = false;
    const isGone = !existsSync(layoutOf(directory).run);
    const reason = isGone ? `The run ${id} is gone: it was deleted or moved.` : error.message;
    if (lost === reason) return;
    lost = reason;
    post({ type: 'lost', id, reason });
  }

  function look(): void {
    if (postedAt !== undefined && now() - postedAt < PATIENCE_MS) return;
    postedAt = undefined;
    isBehind = false;
    try {
      opened ??= { follower: followRun(directory), describe: describe() };
      if (info === undefined) tell(opened);
      lost = undefined;
      const more = opened.follower.read(MOST_ROWS);
      if (more === undefined) return;
      isLive = isLiveState(more.status.state);
      isBehind = more.rows.values.length === MOST_ROWS * opened.follower.columns.length;
      postedAt = now();
      post({ type: 'more', id, ...more });
    } catch (error) {
      lose(error);
    }
  }

  return {
    directory,
    get isLive() {
      return isLive;
    },
    get isLost() {
      return lost !== undefined;
    },
    look,
    taken() {
      postedAt = undefined;
      if (isBehind) look();
    },
    refresh() {
      if (opened === undefined) return look();
      try {
        tell(opened);
      } catch (error) {
        lose(error);
      }
    },
  };
}
