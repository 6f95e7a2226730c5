/**
 * What the extension and the webview that shows a training say to each other. The run directory is the truth: the page is given
 * what its files hold, in pieces, and can lose everything and be told again.
 */
import type { Training } from '../ir/training';
import { CONTROL_ACTIONS, type ControlAction } from './control';
import type { EngineRecord } from './engine';
import type { Best, EvaluationResult, RunEvent, Values } from './events';
import type { RunState } from './exit-codes';
import { type Check, isCount, isFlag, isNumber, isRecord, isText, oneOf, optional, record } from './guards';
import type { Message } from './messages';

export type ToTraining =
  /** The run that is shown, or the one that it is compared with. Comes again when what it says has changed (name, others). */
  | { readonly type: 'run'; readonly run: RunInfo }
  /** What has come since: at most ten times a second, and never before the last was `taken`. */
  | More
  /** The run can't be followed any more, and why. The next `run` of that id takes it back. */
  | { readonly type: 'lost'; readonly id: string; readonly reason: string }
  /** What came of a `control`. */
  | { readonly type: 'told'; readonly ok: boolean; readonly text: string }
  /** No run is laid over this one any more. */
  | { readonly type: 'alone' };

/** A part of a run's history; the whole history is the first of these, or the first few. */
export interface More {
  readonly type: 'more';
  /** Of the run. */
  readonly id: string;
  readonly status: RunStatus;
  /** `from`: how many stand before them. Fewer than the page has: it forgets those from there on. */
  readonly events: { readonly from: number; readonly items: readonly RunEvent[] };
  /** Row after row, as in `curves.f64`; `from` counts rows. After a resume it may go back. */
  readonly rows: { readonly from: number; readonly values: Float64Array };
}

/** `status.json`, or `interrupted` where the process ended without a word. */
export interface RunStatus {
  readonly state: RunState | 'interrupted';
  readonly epoch: number;
  readonly step: number;
  readonly best?: Best;
  readonly reason?: Message;
  readonly progress?: Progress;
}

/** How far a training is, as far as `status.json` tells it: once a second. */
export interface Progress {
  /** Of the whole training. */
  readonly epochs: number;
  readonly steps: number;
  /** Means over the epoch so far, by Keras's names. */
  readonly values: Values;
  /** Absent until there is something to measure. */
  readonly stepsPerSecond?: number;
  readonly secondsLeft?: number;
}

/** What does not change while a run goes on, or only by a person's hand. */
export interface RunInfo {
  readonly v: 1;
  readonly id: string;
  /** Path of its directory, for the page to keep. The first run that a page is told of is the one that it shows. */
  readonly directory: string;
  /** What a person called it; empty: nothing. */
  readonly name: string;
  readonly model: string;
  /** The model file, from the workspace folder or the project. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly created: number;
  readonly settings: Training;
  readonly data: { readonly name: string; readonly rows: Readonly<Record<'train' | 'validation' | 'test', number>> };
  /** That trains it, or did so last. */
  readonly engine: EngineRecord;
  /** That it was begun with, where that is another one. */
  readonly firstEngine?: EngineRecord;
  readonly versions: Readonly<Record<string, string>>;
  readonly platform: string;
  readonly commit?: string;
  /** Of `rows` in `More`: `time`, `epoch`, `learning_rate`, then measures by Keras's names. */
  readonly columns: readonly string[];
  /** Where findings lead to in the source of the run, lines from 1: by layer id. The data's line has its own name. */
  readonly lines: Readonly<Record<string, number>>;
  readonly dataLine?: number;
  readonly evaluation?: EvaluationResult;
  /** The file has changed since. */
  readonly outdated: boolean;
  /** With which it can be compared, the newest first. */
  readonly others: readonly OtherRun[];
}

export interface OtherRun {
  readonly id: string;
  /** `digitsCnn, yesterday 10:45`: enough to tell it apart. */
  readonly label: string;
}

export type FromTraining =
  | { readonly type: 'ready' }
  /** The last `more` is drawn or kept: the next may come. */
  | { readonly type: 'taken'; readonly id: string }
  | { readonly type: 'control'; readonly action: ControlAction; readonly value?: number }
  /** Goes on with a run that has ended: from its last checkpoint. */
  | { readonly type: 'continue' }
  /** Trains once more what the file says now. */
  | { readonly type: 'again' }
  /** To the layer of that id, or to the data where there is none. */
  | { readonly type: 'reveal'; readonly layer?: string }
  /** Lays another run over this one; absent: none. */
  | { readonly type: 'compare'; readonly id?: string }
  | { readonly type: 'open'; readonly what: OpenTarget };

const OPEN_TARGETS = ['source', 'terminal', 'folder'] as const;
/** The model file, the terminal that trains, the run's folder. */
export type OpenTarget = (typeof OPEN_TARGETS)[number];

type Fields<T> = { readonly [Name in keyof T]-?: Check };

const MESSAGES: { readonly [Type in FromTraining['type']]: Fields<Omit<Extract<FromTraining, { type: Type }>, 'type'>> } = {
  ready: {},
  taken: { id: isText },
  control: { action: oneOf(...CONTROL_ACTIONS), value: optional((value) => isNumber(value) && value >= 0) },
  continue: {},
  again: {},
  reveal: { layer: optional(isText) },
  compare: { id: optional(isText) },
  open: { what: oneOf(...OPEN_TARGETS) },
};

export const isFromTraining = (value: unknown): value is FromTraining =>
  isRecord(value) &&
  isText(value.type) &&
  Object.hasOwn(MESSAGES, value.type) &&
  record(MESSAGES[value.type as FromTraining['type']])(value);

export const AXES = ['step', 'epoch', 'time'] as const;
export type Axis = (typeof AXES)[number];

const TABS = ['curves', 'epochs', 'evaluation', 'settings'] as const;
export type Tab = (typeof TABS)[number];

/** What the webview keeps with `setState`, and what a panel is restored from after a reload. */
export interface TrainingState {
  readonly v: 1;
  /** Path of the run's directory. */
  readonly directory: string;
  /** Id of the run that is laid over it. */
  readonly compared?: string;
  readonly tab: Tab;
  readonly axis: Axis;
  /** Of the values' axis. */
  readonly log: boolean;
  /** 0 (none) to 0.99: how much of the past counts. */
  readonly smoothing: number;
}

const STATE: Fields<TrainingState> = {
  v: (value) => value === 1,
  directory: isText,
  compared: optional(isText),
  tab: oneOf(...TABS),
  axis: oneOf(...AXES),
  log: isFlag,
  smoothing: (value) => isNumber(value) && value >= 0 && value < 1,
};

/** Of this version: an editor keeps the state over an update of the extension. */
export const isTrainingState = (value: unknown): value is TrainingState => record(STATE)(value);

const PROGRESS: Fields<Progress> = {
  epochs: isCount,
  steps: isCount,
  values: (value) => isRecord(value) && Object.values(value).every((one) => one === null || isNumber(one)),
  stepsPerSecond: optional(isNumber),
  secondsLeft: optional(isNumber),
};

export const isProgress: Check = record(PROGRESS);
