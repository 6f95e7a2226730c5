/**
 * What a run tells while it goes on: one JSON object a line, in `events.jsonl` and on stdout under `train --json`.
 * Fields may be added within version 1. A reader skips lines that `isRunEvent` refuses: kinds of a later version.
 */
import { CONTROL_ACTIONS, type ControlAction } from './control';
import { type EndState, isEndState, isRunState, type RunState } from './exit-codes';
import { type Check, isCount, isFlag, isNumber, isRecord, isText, listOf, mapOf, oneOf, optional, record } from './guards';
import { isMessage, type Message } from './messages';

export type RunEvent =
  | StartEvent
  | StepEvent
  | EpochEvent
  | EvaluationEvent
  | FindingEvent
  | ControlEvent
  | CheckpointEvent
  | StateEvent
  | EndEvent;

/** What whoever tells an event says; the version, number and time are put on where it is written. */
export type EventBody = { readonly [K in RunEvent['k']]: Omit<Extract<RunEvent, { k: K }>, keyof Base> }[RunEvent['k']];

interface Base {
  readonly v: 1;
  /** Counts from 0. The numbers that `events.jsonl` lacks are those of `step` rows, which stand on stdout only. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly t: number;
}

/** By Keras's names: `loss`, `accuracy`, `val_loss`. Null: not a finite number. */
export type Values = Readonly<Record<string, number | null>>;

export interface StartEvent extends Base {
  readonly k: 'start';
  readonly run: string;
  readonly model: string;
  /** What computes from here on: a run may go on with another engine than it was begun with. */
  readonly engine: string;
  readonly engineVersion?: string;
  readonly device: string;
  /** Name of the GPU that computes. */
  readonly gpu?: string;
  readonly threads: number;
  /** Why no better engine. */
  readonly engineNote?: string;
  readonly seed: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
  readonly batchSize: number;
  /** Rows of each split. */
  readonly rows: Readonly<Record<'train' | 'validation' | 'test', number>>;
  /** Of `curves.f64`. */
  readonly columns: readonly string[];
}

/** Means over the epoch so far, as Keras prints them. Every n steps, n from the number of steps. */
export interface StepEvent extends Base {
  readonly k: 'step';
  /** From 1. */
  readonly epoch: number;
  /** Steps done since the run began. */
  readonly step: number;
  readonly values: Values;
  /** Smoothed; absent until there is something to measure. */
  readonly stepsPerSecond?: number;
  /** Of the whole training, at this speed. */
  readonly secondsLeft?: number;
}

export interface EpochEvent extends Base {
  readonly k: 'epoch';
  readonly epoch: number;
  readonly step: number;
  readonly values: Values;
  /** The best epoch so far. */
  readonly best: boolean;
}

/** A finished look at one split with fixed weights; `evaluation.json` holds the same. */
export interface EvaluationEvent extends Base, EvaluationResult {
  readonly k: 'evaluation';
}

export interface EvaluationResult {
  readonly split: 'train' | 'validation' | 'test';
  readonly rows: number;
  /** Of the weights. */
  readonly epoch: number;
  readonly step: number;
  readonly values: Values;
  /** For classifiers. */
  readonly confusion?: Confusion;
}

export interface Confusion {
  readonly classes: readonly string[];
  /** `counts[truth][predicted]`. */
  readonly counts: readonly (readonly number[])[];
}

export interface FindingEvent extends Base {
  readonly k: 'finding';
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  /** Id of the layer, where one is to blame. */
  readonly layer?: string;
  /** Rows of the data that are to blame, from 1 in the order of the source: it is about the call that describes the data. */
  readonly rows?: readonly number[];
  readonly step: number;
  readonly message: Message;
}

/** Somebody asked for something. */
export interface ControlEvent extends Base {
  readonly k: 'control';
  readonly action: ControlAction;
  /** A signal's name, `control` for the socket, or the name of a callback. */
  readonly by: string;
  /** The learning rate from here on. */
  readonly value?: number;
}

export interface CheckpointEvent extends Base {
  readonly k: 'checkpoint';
  /** From the run directory, with `/`. */
  readonly path: string;
  readonly epoch: number;
  readonly step: number;
  readonly reason: CheckpointReason;
}

/** What a checkpoint was made for. */
export type CheckpointReason = (typeof CHECKPOINT_REASONS)[number];
const CHECKPOINT_REASONS = ['best', 'epoch', 'stop', 'pause', 'rate', 'request'] as const;

export interface StateEvent extends Base {
  readonly k: 'state';
  readonly state: RunState;
  readonly reason?: Message;
}

/** Of the state that follows a start: after which step the run goes on. 0 for one that begins, or had no checkpoint to go on from. */
export function resumedAt({ reason }: StateEvent): number {
  const step = reason?.id === 'resumed' ? reason.params['step'] : 0;
  return typeof step === 'number' ? step : 0;
}

export interface EndEvent extends Base {
  readonly k: 'end';
  readonly state: EndState;
  readonly exitCode: number;
  readonly best?: Best;
}

/** The epoch whose weights `checkpoints/best.safetensors` holds. */
export interface Best {
  readonly epoch: number;
  readonly step: number;
  /** What was compared: `val_loss`, or `loss` without validation data. */
  readonly metric: string;
  readonly value: number;
}

export function isRunEvent(value: unknown): value is RunEvent {
  if (!isRecord(value) || value.v !== 1 || !isCount(value.seq) || !isNumber(value.t) || !isText(value.k)) return false;
  return Object.hasOwn(FIELDS, value.k) && record(FIELDS[value.k as RunEvent['k']])(value);
}

const isValues = mapOf((value) => value === null || isNumber(value));
export const isBest: Check = record({ epoch: isCount, step: isCount, metric: isText, value: isNumber });
const isConfusion = record({ classes: listOf(isText), counts: listOf(listOf(isCount)) });

const EVALUATION: Fields<EvaluationEvent> = {
  split: oneOf('train', 'validation', 'test'),
  rows: isCount,
  epoch: isCount,
  step: isCount,
  values: isValues,
  confusion: optional(isConfusion),
};

export const isEvaluationResult = (value: unknown): value is EvaluationResult => record(EVALUATION)(value);

type Fields<E> = { readonly [Name in Exclude<keyof E, keyof Base | 'k'>]-?: Check };

const FIELDS: { readonly [K in RunEvent['k']]: Fields<Extract<RunEvent, { k: K }>> } = {
  start: {
    run: isText,
    model: isText,
    engine: isText,
    engineVersion: optional(isText),
    device: isText,
    gpu: optional(isText),
    threads: isCount,
    engineNote: optional(isText),
    seed: isNumber,
    epochs: isCount,
    stepsPerEpoch: isCount,
    batchSize: isCount,
    rows: record({ train: isCount, validation: isCount, test: isCount }),
    columns: listOf(isText),
  },
  step: {
    epoch: isCount,
    step: isCount,
    values: isValues,
    stepsPerSecond: optional(isNumber),
    secondsLeft: optional(isNumber),
  },
  epoch: { epoch: isCount, step: isCount, values: isValues, best: isFlag },
  evaluation: EVALUATION,
  finding: {
    rule: isText,
    severity: oneOf('error', 'warning', 'info'),
    layer: optional(isText),
    rows: optional(listOf(isCount)),
    step: isCount,
    message: isMessage,
  },
  control: { action: oneOf(...CONTROL_ACTIONS), by: isText, value: optional(isNumber) },
  checkpoint: { path: isText, epoch: isCount, step: isCount, reason: oneOf(...CHECKPOINT_REASONS) },
  state: { state: isRunState, reason: optional(isMessage) },
  end: { state: isEndState, exitCode: isCount, best: optional(isBest) },
};
