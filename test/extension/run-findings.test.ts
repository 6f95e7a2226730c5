/** Which findings of which runs count, from real run directories. */
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingsReader } from '../../src/extension/training/run-findings';
import type { Location } from '../../src/ir/location';
import { message } from '../../src/protocol/messages';
import { type Surveyed, surveyRuns } from '../../src/runs/survey';
import type { RunWriter } from '../../src/runs/writer';
import { emit, network, newRun, temporaryFolder } from '../runs/fixture';

const place: Location = { file: 'digits.model.ts', range: { start: { line: 6, character: 4 }, end: { line: 6, character: 9 } } };

const located = {
  ...network,
  layers: network.layers.map((layer) => ({ ...layer, location: place })),
};

function find(run: RunWriter, change: { readonly layer?: string; readonly rows?: readonly number[] } = { layer: 'input' }): void {
  const reason = message('loss-not-finite', { name: 'loss', value: 'NaN', step: 3, rate: 1 });
  emit(run, { k: 'finding', rule: 'nan-loss', severity: 'error', step: 3, message: reason, ...change });
}

const begin = (run: RunWriter): void => {
  emit(run, {
    k: 'start',
    run: run.id,
    model: 'digitsMlp',
    engine: 'onnxruntime',
    device: 'cpu',
    threads: 1,
    seed: 1,
    epochs: 2,
    stepsPerEpoch: 45,
    batchSize: 32,
    rows: { train: 1437, validation: 180, test: 180 },
    columns: ['time', 'epoch', 'loss'],
  });
  run.update({ state: 'running', step: 1 });
};

const allOf = (project: string): Surveyed[] => surveyRuns(join(project, '.modelwright/runs')).reverse();

test('are those at layers of this run, each once, while they come', async () => {
  const project = temporaryFolder();
  const run = await newRun(project, { network: located });
  const read = findingsReader();
  begin(run);
  expect(read(allOf(project))).toEqual([]);
  find(run);
  const [found] = read(allOf(project));
  expect(found).toMatchObject({
    directory: run.directory,
    event: { rule: 'nan-loss', layer: 'input' },
    place: { file: 'models/digits.model.ts', range: place.range },
  });
  find(run, { layer: 'unknown' });
  const again = read(allOf(project));
  // Without a layer and a place of the training there is nowhere to show it. What is known stays the same object.
  expect(again).toEqual([found]);
  expect(again[0]).toBe(found);
  appendFileSync(join(run.directory, 'events.jsonl'), '{"v":1,"k":"finding","torn');
  expect(read(allOf(project))).toEqual([found]);
  run.close();
});

test('about rows stand at the data', async () => {
  const project = temporaryFolder();
  const settings = { op: 'digits', args: {} };
  const first = await newRun(project);
  first.close();
  const { record } = allOf(project)[0] as Extract<Surveyed, { record: unknown }>;
  const data = {
    source: settings,
    transforms: [],
    location: { ...place, range: { ...place.range, end: { line: 9, character: 1 } } },
  };
  const run = await newRun(project, { network: located, training: { ...record.settings, data } });
  begin(run);
  find(run, { layer: 'input', rows: [3] });
  expect(findingsReader()(allOf(project))).toMatchObject([{ place: { range: data.location.range } }]);
  run.close();
});

test('are past when the run is resumed, when a newer one has begun, and when the run is deleted', async () => {
  const project = temporaryFolder();
  const read = findingsReader();
  const older = await newRun(project, { network: located });
  begin(older);
  find(older);
  expect(read(allOf(project))).toHaveLength(1);
  begin(older);
  expect(read(allOf(project))).toEqual([]);
  find(older);
  older.close();
  const newer = await newRun(project, { network: located });
  expect(read(allOf(project))).toHaveLength(1);
  begin(newer);
  expect(read(allOf(project))).toEqual([]);
  newer.close();
  rmSync(newer.directory, { recursive: true });
  expect(read(allOf(project))).toHaveLength(1);
  rmSync(older.directory, { recursive: true });
  expect(read(allOf(project))).toEqual([]);
});
