/** How a run can end, and what a shell or CI sees of it. */

/** `modelwright train` ends with one of these. */
export const EXIT_CODES = {
  /** Trained to the end, or stopped early by a rule. */
  done: 0,
  failed: 1,
  /** The model or the settings can't be trained. No run was made. */
  usage: 2,
  /** The loss is no longer a number. */
  diverged: 3,
  /** By a person: 128 + SIGINT, whatever the signal was. */
  stopped: 130,
} as const;

export type EndState = 'done' | 'failed' | 'diverged' | 'stopped';

/** `starting` until the first step is queued. */
export type RunState = 'starting' | 'running' | 'paused' | EndState;

export const exitCodeOf = (state: EndState): number => EXIT_CODES[state];

const LIVE: readonly string[] = ['starting', 'running', 'paused'];
const STATES: readonly string[] = [...LIVE, 'done', 'failed', 'diverged', 'stopped'];

export const isRunState = (value: unknown): value is RunState => typeof value === 'string' && STATES.includes(value);

/** Whether a process is at work on it, or waits to be. Those that ended without a word are `interrupted`, which is none. */
export const isLiveState = (state: string): boolean => LIVE.includes(state);

export const isEndState = (value: unknown): value is EndState => isRunState(value) && !isLiveState(value);

const CONTINUED: readonly string[] = ['stopped', 'interrupted', 'failed'];

/**
 * Whether it is offered to go on with a run: it ended before its last epoch, and there is a checkpoint to go on from. One that
 * diverged would do so again.
 */
export const canGoOn = (state: string, isSaved: boolean): boolean => isSaved && CONTINUED.includes(state);

/** What people read: a run does nothing else while it runs. Files and JSON keep `running`. */
export const stateWord = (state: string): string => (state === 'running' ? 'training' : state);
