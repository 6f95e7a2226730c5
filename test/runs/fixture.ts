import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Network } from '../../src/ir/network';
import type { Training } from '../../src/ir/training';
import type { EventBody, RunEvent } from '../../src/protocol/events';
import { createRun, type NewRun } from '../../src/runs/create';
import type { RunWriter } from '../../src/runs/writer';

export const network: Network = {
  v: 1,
  name: 'digitsMlp',
  layers: [{ id: 'input', op: 'input', args: { shape: [8, 8, 1] }, block: [], weights: [], trainable: true }],
  calls: [],
  inputs: [],
  outputs: [],
  partial: false,
};

export const training: Training = {
  v: 1,
  name: 'default',
  model: 'digitsMlp',
  data: { source: { op: 'digits', args: {} }, transforms: [] },
  objectives: [],
  metrics: ['accuracy'],
  epochs: 2,
  batchSize: 32,
  seed: 1,
};

const folders: string[] = [];

export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-runs-')));
  folders.push(folder);
  return folder;
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A project with a model file that imports another one, and a run of it. */
export function newRun(project: string, change: Partial<NewRun> = {}): Promise<RunWriter> {
  mkdirSync(join(project, 'models'), { recursive: true });
  writeFileSync(join(project, 'package.json'), '{}');
  return createRun({
    file: join(project, 'models/digits.model.ts'),
    sources: [
      { path: join(project, 'models/digits.model.ts'), text: "import { width } from '../sizes';\n" },
      { path: join(project, 'sizes.ts'), text: 'export const width = 64;\n' },
    ],
    network,
    training,
    data: { name: 'digits', rows: 1797, splits: { train: 1437, validation: 180, test: 180 }, fingerprint: 'ab' },
    engine: { name: 'onnxruntime', device: 'cpu', threads: 2 },
    versions: { node: process.versions.node },
    columns: ['time', 'epoch', 'loss'],
    ...change,
  });
}

export function emit(run: RunWriter, body: EventBody): RunEvent {
  const event = run.stamp(body);
  run.append(event);
  return event;
}
