/** Saves where a training stands. */
import type { CheckpointReason } from '../protocol/events';
import { encodeCheckpoint, type Point } from './checkpoint';
import type { LoopSetup } from './setup';

export async function saveCheckpoint(
  { engine, run, emit }: LoopSetup,
  point: Point,
  reasons: readonly CheckpointReason[],
): Promise<void> {
  const bytes = encodeCheckpoint({ state: await engine.readState(), point });
  for (const reason of reasons) {
    const path = run.saveCheckpoint(reason === 'best' ? 'best' : 'last', bytes);
    emit({ k: 'checkpoint', path, epoch: point.epoch, step: point.step, reason });
  }
}
