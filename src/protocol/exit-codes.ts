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

const STATES: readonly string[] = ['starting', 'running', 'paused', 'done', 'failed', 'diverged', 'stopped'];

export const isRunState = (value: unknown): value is RunState => typeof value === 'string' && STATES.includes(value);

export const isEndState = (value: unknown): value is EndState =>
  isRunState(value) && !['starting', 'running', 'paused'].includes(value);
