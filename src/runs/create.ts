/** A new run: its directory with everything that is known before the first step. */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import { onDisk } from './error';
import { writeJson, writeWhole } from './files';
import { gitState } from './git';
import { claimDirectory } from './id';
import { layoutOf, projectOf, runsDirectory } from './layout';
import { acquireLock } from './lock';
import type { CurvesHeader, DataRecord, Meta, RunRecord } from './records';
import { freezeSource, type SourceFile } from './source';
import { RunWriter } from './writer';

export interface NewRun {
  /** Absolute path of the model file. */
  readonly file: string;
  /** It and all it imports. */
  readonly sources: readonly SourceFile[];
  readonly network: Network;
  readonly training: Training;
  readonly data: DataRecord;
  readonly engine: RunRecord['engine'];
  readonly versions: RunRecord['versions'];
  /** Of the curves. */
  readonly columns: readonly string[];
}

/** Throws a `RunError`, and leaves no directory then. */
export async function createRun(run: NewRun): Promise<RunWriter> {
  const runs = runsDirectory(run.file);
  const git = await gitState(dirname(run.file));
  const time = new Date();
  const { id, directory } = claimDirectory(runs, time, run.network.name);
  try {
    acquireLock(directory);
    keepOutOfGit(dirname(runs));
    const layout = layoutOf(directory);
    onDisk(layout.checkpoints, () => mkdirSync(layout.checkpoints));
    const record: RunRecord = {
      v: 1,
      id,
      created: time.toISOString(),
      source: freezeSource(layout.source, run.file, run.sources, projectOf(run.file)),
      ...(git && { git }),
      settings: run.training,
      data: run.data,
      engine: run.engine,
      versions: run.versions,
      platform: `${process.platform}-${process.arch}`,
    };
    writeJson(layout.meta, { v: 1, name: '', pinned: false, notes: '' } satisfies Meta);
    writeWhole(layout.graph, JSON.stringify(run.network));
    writeJson(layout.columns, { v: 1, columns: run.columns } satisfies CurvesHeader);
    const writer = new RunWriter(id, directory, run.columns.length, { state: 'starting', epoch: 0, step: 0 });
    // Last: what has it is a run, and whole even if the process is killed right here.
    writeJson(layout.run, record);
    return writer;
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function keepOutOfGit(folder: string): void {
  const ignore = join(folder, '.gitignore');
  if (!existsSync(ignore)) writeWhole(ignore, '*\n');
}
