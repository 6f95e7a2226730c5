/** When what has come of a run is shown: drawing takes time that the training itself may need. */
import type { More } from '../../src/protocol/training';
import type { Run } from './run';

/** Little changes wait so long after what was shown last, to be shown together. */
const PAUSE_MS = 1000;
/** Of all rows: a curve that grows by less hardly moves. */
const LITTLE = 0.01;

export interface Pace {
  /** Called with what the run has taken. */
  taken(run: Run, more: More): void;
  /** All is shown now. */
  shown(): void;
}

export function createPace(show: () => void): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = 0;
  let last = Number.NEGATIVE_INFINITY;

  return {
    taken({ history, status }, { events, rows }) {
      waiting += history.rows - rows.from;
      const isTold = status?.state !== 'running' || events.items.some(({ k }) => k !== 'epoch' && k !== 'checkpoint');
      const wait = last + PAUSE_MS - performance.now();
      if (isTold || waiting > LITTLE * history.rows || wait <= 0) show();
      else timer ??= setTimeout(show, wait);
    },
    shown() {
      clearTimeout(timer);
      timer = undefined;
      waiting = 0;
      last = performance.now();
    },
  };
}
