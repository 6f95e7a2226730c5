/** What is said over the socket of a running training: one line of JSON each way. */
import { isFlag, isNumber, isText, oneOf, optional, record } from './guards';
import { isMessage, type Message } from './messages';

export const CONTROL_ACTIONS = ['pause', 'resume', 'stop', 'checkpoint', 'rate'] as const;

export type ControlAction = (typeof CONTROL_ACTIONS)[number];

export interface ControlRequest {
  readonly v: 1;
  /** From the run's `control.json`: who can read it may control the run. */
  readonly token: string;
  readonly action: ControlAction;
  /** The learning rate of `rate`. */
  readonly value?: number;
}

/** Given once it is done; `stop` is answered at once. */
export interface ControlAnswer {
  readonly v: 1;
  readonly ok: boolean;
  readonly message: Message;
}

const requestChecks = record({
  v: (v) => v === 1,
  token: isText,
  action: oneOf(...CONTROL_ACTIONS),
  value: optional((value) => isNumber(value) && value >= 0),
});

export const isControlRequest = (value: unknown): value is ControlRequest =>
  requestChecks(value) && ((value as ControlRequest).action !== 'rate' || (value as ControlRequest).value !== undefined);

const answerChecks = record({ v: (v) => v === 1, ok: isFlag, message: isMessage });

export const isControlAnswer = (value: unknown): value is ControlAnswer => answerChecks(value);
