/** When what has come of a run is shown: drawing takes time that the training itself may need. */
import type { More } from '../../src/protocol/training';
import type { Run } from './run';

/** So long little changes wait, to be shown together. */
const PAUSE_MS = 500;
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

  return {
    taken({ history, status }, { events, rows }) {
      waiting += history.rows - rows.from;
      const isTold = status?.state !== 'running' || events.items.some(({ k }) => k !== 'epoch' && k !== 'checkpoint');
      if (isTold || waiting > LITTLE * history.rows) show();
      else timer ??= setTimeout(show, PAUSE_MS);
    },
    shown() {
      clearTimeout(timer);
      timer = undefined;
      waiting = 0;
    },
  };
}
