/** A run as far as the page has been told of it. */
import type { RunEvent } from '../../src/protocol/events';
import { isLiveState } from '../../src/protocol/exit-codes';
import type { More, RunInfo, RunStatus } from '../../src/protocol/training';
import { RATE } from './chart/content';
import { createHistory, type History } from './chart/history';
import { continued, NOTHING, type Story } from './story';

export interface Run {
  info: RunInfo;
  readonly status: RunStatus | undefined;
  readonly story: Story;
  readonly history: History;
  /** Whether the learning rate is another one at some step. */
  readonly rateVaries: boolean;
  /** Why it can't be followed any more. */
  lost: string | undefined;
  take(more: More): void;
}

export function createRun(first: RunInfo): Run {
  const history = createHistory(first.columns);
  let info = first;
  let status: RunStatus | undefined;
  const events: RunEvent[] = [];
  let story = NOTHING;
  /** How many of the events the story tells. It is asked for less often than they come. */
  let told = 0;
  let rateVaries = false;
  let lost: string | undefined;

  /** Looks at the rows from there on. */
  function hasRateChanged(from: number): boolean {
    if (!info.columns.includes(RATE)) return false;
    for (let row = from; row < history.rows; row += 1) if (history.value(RATE, row) !== history.value(RATE, 0)) return true;
    return false;
  }

  function takeEvents({ from, items }: More['events']): void {
    if (from < told) [story, told] = [NOTHING, 0];
    events.splice(from);
    for (const item of items) events.push(item);
  }

  return {
    get info() {
      return info;
    },
    set info(next) {
      info = next;
    },
    get status() {
      return status;
    },
    get story() {
      if (told < events.length) [story, told] = [continued(story, events.slice(told)), events.length];
      return story;
    },
    get rateVaries() {
      return rateVaries;
    },
    get lost() {
      return lost;
    },
    set lost(reason) {
      lost = reason;
    },
    history,
    take(more) {
      status = more.status;
      takeEvents(more.events);
      const { from, values } = more.rows;
      const isCut = from < history.rows;
      history.take({ from, values });
      if (!rateVaries || isCut) rateVaries = hasRateChanged(isCut ? 0 : from);
    },
  };
}

/** Whether its process is at work, or waits to be. */
export const isLive = ({ status, lost }: Run): boolean => lost === undefined && status !== undefined && isLiveState(status.state);

export const stepsPerEpochOf = ({ info, story }: Run): number =>
  story.stepsPerEpoch ?? Math.max(1, Math.ceil(info.data.rows.train / info.settings.batchSize));

/** Columns of the curves that measure something. */
export const measuresOf = ({ info }: Run): string[] => info.columns.filter((name) => !['time', 'epoch', RATE].includes(name));
