/** What the JSON files of a run hold. Every one carries its version; fields may be added within version 1. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Schema } from '../ir/data';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import { type EngineRecord, isEngineRecord } from '../protocol/engine';
import { type Best, type EvaluationResult, isBest, isEvaluationResult } from '../protocol/events';
import { isRunState, type RunState } from '../protocol/exit-codes';
import { isCount, isFlag, isNumber, isRecord, isText, listOf, mapOf, optional, record } from '../protocol/guards';
import { isMessage, type Message } from '../protocol/messages';
import { isProgress, type Progress } from '../protocol/training';

/** `run.json`: enough to know what was done and to do it again. */
export interface RunRecord {
  readonly v: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly source: FrozenSource;
  readonly git?: GitState;
  /** With all defaults filled in: epochs, batch size, seed, optimizer, metrics, data. */
  readonly settings: Training;
  readonly data: DataRecord;
  /** That it was begun with. */
  readonly engine: EngineRecord;
  /** `modelwright`, `node` */
  readonly versions: Readonly<Record<string, string>>;
  /** `linux-x64` */
  readonly platform: string;
}

export interface FrozenSource {
  /** The model file's path from the project, with `/`. */
  readonly file: string;
  /** Its path in `source/`. */
  readonly entry: string;
  /** SHA-256 of each file in `source/`, in hexadecimal. */
  readonly hashes: Readonly<Record<string, string>>;
}

export interface GitState {
  readonly commit: string;
  /** Whether tracked files differed from the commit. */
  readonly dirty: boolean;
}

export interface DataRecord {
  readonly name: string;
  readonly rows: number;
  readonly splits: Schema['splits'];
  /** SHA-256 of the files read. */
  readonly fingerprint: string;
}

/** `status.json` */
export interface Status {
  readonly v: 1;
  readonly state: RunState;
  /** When this was written, in milliseconds since 1970. */
  readonly updated: number;
  /** The epoch it is in, from 1; 0 before the first. */
  readonly epoch: number;
  /** Steps done. */
  readonly step: number;
  readonly best?: Best;
  readonly exitCode?: number;
  readonly reason?: Message;
  /** Absent before the first step, and in runs of earlier versions. */
  readonly progress?: Progress;
  /** That it went on with, where that is not the one of `run.json`. */
  readonly engine?: EngineRecord;
}

/** `meta.json`: the only file that people change. */
export interface Meta {
  readonly v: 1;
  readonly name: string;
  readonly pinned: boolean;
  readonly notes: string;
}

/** `curves.json` */
export interface CurvesHeader {
  readonly v: 1;
  /**
   * `time` (milliseconds since 1970), `epoch` (from 1), `learning_rate` (with which the step was done), then the means over
   * the step's batch by Keras's names: `loss`, `accuracy`.
   */
  readonly columns: readonly string[];
}

/** `evaluation.json` */
export interface EvaluationRecord extends EvaluationResult {
  readonly v: 1;
}

/** A path that leads nowhere else than below the folder that it counts from: a run may come from anybody. */
function isPathBelow(value: unknown): boolean {
  if (!isText(value)) return false;
  const path = relative(ANYWHERE, resolve(ANYWHERE, value));
  return path !== '' && !path.split(sep).includes('..') && !isAbsolute(path);
}
const ANYWHERE = resolve('/folder');

const isVersion1 = (value: unknown): boolean => value === 1;

const isTime = (value: unknown): boolean => isNumber(value) && !Number.isNaN(new Date(value).getTime());
const isDate = (value: unknown): boolean => isText(value) && isTime(Date.parse(value));

const isStep = record({ op: isText, args: isRecord });
const isTraining = record({
  v: isVersion1,
  name: isText,
  model: isText,
  data: record({ source: isStep, transforms: listOf(isStep) }),
  objectives: listOf(record({ losses: listOf(record({ kind: isText, output: isCount })), optimizer: isRecord })),
  metrics: listOf(isText),
  epochs: isCount,
  batchSize: isCount,
  seed: isCount,
});

const runChecks = record({
  v: isVersion1,
  id: isText,
  created: isDate,
  source: record({
    file: isPathBelow,
    entry: isPathBelow,
    hashes: (value) => mapOf(isText)(value) && Object.keys(value as object).every(isPathBelow),
  }),
  git: optional(record({ commit: isText, dirty: isFlag })),
  settings: isTraining,
  data: record({ name: isText, rows: isCount, splits: mapOf(isCount), fingerprint: isText }),
  engine: isEngineRecord,
  versions: mapOf(isText),
  platform: isText,
});
export const isRunRecord = (value: unknown): value is RunRecord => runChecks(value);

const statusChecks = record({
  v: isVersion1,
  state: isRunState,
  updated: isTime,
  epoch: isCount,
  step: isCount,
  best: optional(isBest),
  exitCode: optional(isCount),
  reason: optional(isMessage),
  progress: optional(isProgress),
  engine: optional(isEngineRecord),
});
export const isStatus = (value: unknown): value is Status => statusChecks(value);

const metaChecks = record({ v: isVersion1, name: isText, pinned: isFlag, notes: isText });
export const isMeta = (value: unknown): value is Meta => metaChecks(value);

const isTexts = listOf(isText);
const curvesChecks = record({ v: isVersion1, columns: (value) => isTexts(value) && (value as readonly string[]).length > 0 });
export const isCurvesHeader = (value: unknown): value is CurvesHeader => curvesChecks(value);

const evaluationChecks = record({ v: isVersion1 });
export const isEvaluation = (value: unknown): value is EvaluationRecord => evaluationChecks(value) && isEvaluationResult(value);

const isRef = record({ call: isCount, output: isCount });
const networkChecks = record({
  v: isVersion1,
  name: isText,
  layers: listOf(
    record({ id: isText, op: isText, args: isRecord, weights: listOf(record({ name: isText, shape: listOf(() => true) })) }),
  ),
  calls: listOf(record({ layer: isCount, inputs: listOf(isRef), outputs: listOf(isRecord) })),
  inputs: listOf(isRef),
  outputs: listOf(isRef),
});
/** What `graph.json` holds, as far as a reader could stumble over it. */
export const isNetwork = (value: unknown): value is Network => networkChecks(value);
