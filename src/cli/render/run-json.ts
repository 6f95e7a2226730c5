/** A run as `modelwright runs --json` prints it. Fields may be added within version 1. */
import { engineOf } from '../../runs/facts';
import type { Surveyed } from '../../runs/survey';

export function runJson(run: Surveyed) {
  const { id, directory } = run;
  if ('damage' in run) return { id, directory, state: 'damaged', damage: run.damage };
  const { record, status, meta, evaluation } = run;
  const { state, updated, epoch, step, progress, best, exitCode, reason } = status;
  return {
    id,
    directory,
    state,
    name: meta.name,
    pinned: meta.pinned,
    notes: meta.notes,
    created: record.created,
    updated: new Date(updated).toISOString(),
    file: record.source.file,
    training: record.settings.name,
    model: record.settings.model,
    epoch,
    epochs: record.settings.epochs,
    step,
    engine: engineOf(run),
    ...((state === 'running' || state === 'paused') && progress && { progress }),
    ...(best && { best }),
    ...(exitCode !== undefined && { exitCode }),
    ...(reason && { reason: reason.text }),
    ...(evaluation && { evaluation }),
  };
}
