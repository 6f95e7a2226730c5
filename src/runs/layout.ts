/**
 * Where runs live and what their directories hold:
 *
 *     <project>/.modelwright/runs/<id>/
 *       run.json       what was trained, on what, with which settings; never changes
 *       status.json    how far it is, once a second; replaced as a whole
 *       meta.json      what people say about it: name, pin, notes
 *       lock.json      the process that writes here, as long as it does
 *       control.json   where that process listens, and the token it asks for; readable by the user only
 *       source/        the model file and all it imports, as they were
 *       graph.json     the Network
 *       events.jsonl   one event a line (protocol/events.ts), without `step` rows; only grows
 *       curves.json    names of the columns of curves.f64
 *       curves.f64     one row of little-endian float64 per step, row k for step k + 1; only grows
 *       checkpoints/   best.safetensors, last.safetensors
 *       evaluation.json
 */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { RunRecord } from './records';

/** The directory of all runs of a model file: in the nearest folder above it with a package.json or .git, else beside it. */
export function runsDirectory(modelFile: string): string {
  return join(projectOf(modelFile), '.modelwright', 'runs');
}

export function projectOf(modelFile: string): string {
  const beside = dirname(resolve(modelFile));
  for (let folder = beside; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json')) || existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return beside;
  }
}

/** The folder that holds the run's `.modelwright`, wherever it is now. */
export const projectOfRun = (directory: string): string => resolve(directory, '../../..');

/** Absolute path of the model file that a run was trained from. */
export const modelFileOf = (directory: string, { source }: RunRecord): string => resolve(projectOfRun(directory), source.file);

export const layoutOf = (directory: string) =>
  ({
    run: join(directory, 'run.json'),
    status: join(directory, 'status.json'),
    meta: join(directory, 'meta.json'),
    lock: join(directory, 'lock.json'),
    control: join(directory, 'control.json'),
    source: join(directory, 'source'),
    graph: join(directory, 'graph.json'),
    events: join(directory, 'events.jsonl'),
    columns: join(directory, 'curves.json'),
    curves: join(directory, 'curves.f64'),
    checkpoints: join(directory, 'checkpoints'),
    checkpoint: (name: CheckpointName): string => join(directory, checkpointPath(name)),
    evaluation: join(directory, 'evaluation.json'),
  }) as const;

/** Path of a checkpoint from the run directory, as events give it. */
export const checkpointPath = (name: CheckpointName): string => `checkpoints/${name}.safetensors`;

export const CHECKPOINTS = ['best', 'last'] as const;

export type CheckpointName = (typeof CHECKPOINTS)[number];
