/** Checkpoints: all state that the engine holds, and where in the training it was. Enough to go on as if nothing had happened. */
import type { Tensors } from '../engines/engine';
import { readSafetensors, writeSafetensors } from '../formats/safetensors';
import { type Best, isBest } from '../protocol/events';
import { isCount, isFlag, isNumber, listOf, optional, record } from '../protocol/guards';
import { RunError } from '../runs/error';
import { type CheckpointName, layoutOf } from '../runs/layout';
import { readCheckpoint } from '../runs/read';
import type { WatchState } from './callbacks';
import type { Sums } from './measures';
import { type RateState, UNCHANGED } from './rate';

/** Where a training stands. Random numbers need no more than the seed and the step. */
export interface Point {
  readonly v: 1;
  readonly seed: number;
  /** Steps done. */
  readonly step: number;
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done of the epoch after those. */
  readonly stepInEpoch: number;
  /** What was measured in them. */
  readonly sums: Sums;
  readonly best?: Best;
  readonly rate: RateState;
  /** Of each callback. */
  readonly watches: readonly WatchState[];
}

export const startPoint = (seed: number): Point => ({
  v: 1,
  seed,
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  sums: { rows: 0, sums: [] },
  rate: UNCHANGED,
  watches: [],
});

export interface Checkpoint {
  readonly state: Tensors;
  readonly point: Point;
}

/** A safetensors file; the point is JSON in its metadata. */
export const encodeCheckpoint = ({ state, point }: Checkpoint): Uint8Array =>
  writeSafetensors(state, { format: 'modelwright', training: JSON.stringify(point) });

/** Throws where the bytes are no checkpoint. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { tensors, metadata } = readSafetensors(bytes);
  const point: unknown = JSON.parse(metadata.training ?? 'null');
  if (!isPoint(point)) throw new Error('The file is no checkpoint of a training.');
  return { state: tensors, point };
}

/** Of a run. Throws a `RunError` where there is none, or what is there is damaged. */
export function loadCheckpoint(directory: string, name: CheckpointName): Checkpoint {
  const bytes = readCheckpoint(directory, name);
  try {
    return decodeCheckpoint(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RunError('damaged', `${layoutOf(directory).checkpoint(name)} is damaged: ${reason}`);
  }
}

const checks = record({
  v: (v) => v === 1,
  seed: isNumber,
  step: isCount,
  epoch: isCount,
  stepInEpoch: isCount,
  sums: record({ rows: isCount, sums: listOf(isNumber) }),
  best: optional(isBest),
  rate: record({ fixed: optional(isNumber), scale: isNumber }),
  watches: listOf(
    record({
      best: optional(record({ value: isNumber, epoch: isCount })),
      wait: isCount,
      cooldown: isCount,
      stop: isFlag,
    }),
  ),
});
const isPoint = (value: unknown): value is Point => checks(value);
