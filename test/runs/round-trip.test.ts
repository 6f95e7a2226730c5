import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRunEvent } from '../../src/protocol/events';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import {
  findRun,
  listRuns,
  readCurves,
  readEvaluation,
  readEvents,
  readGraph,
  readMeta,
  readRun,
  readStatus,
} from '../../src/runs/read';
import { emit, network, newRun, temporaryFolder } from './fixture';

describe('where runs live', () => {
  it('is the nearest folder with a package.json or .git above the model file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    mkdirSync(join(folder, '.git'));
    expect(runsDirectory(join(folder, 'a/b/c/x.model.ts'))).toBe(join(folder, '.modelwright/runs'));
    writeFileSync(join(folder, 'a/package.json'), '{}');
    expect(runsDirectory(join(folder, 'a/b/c/x.model.ts'))).toBe(join(folder, 'a/.modelwright/runs'));
  });
});

describe('a run', () => {
  it('can be read back', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    const layout = layoutOf(run.directory);
    expect(dirname(run.directory)).toBe(join(project, '.modelwright/runs'));
    expect(run.id).toMatch(/^\d{8}-\d{6}-\d{3}-digitsMlp$/);
    expect(readStatus(run.directory)).toMatchObject({ v: 1, state: 'starting', epoch: 0, step: 0 });
    expect(readCurves(run.directory).rows).toBe(0);
    expect(readEvaluation(run.directory)).toBeUndefined();

    emit(run, { k: 'state', state: 'running' });
    emit(run, { k: 'step', epoch: 1, step: 1, values: { loss: 2 } });
    const last = emit(run, { k: 'epoch', epoch: 1, step: 3, values: { loss: 1, val_loss: null }, best: true });
    for (const step of [1, 2, 3]) run.addRow([1000 * step, 1, step === 3 ? Number.NaN : 2 / step]);
    await run.saveCheckpoint('best', Uint8Array.of(1, 2, 3));
    run.saveEvaluation({ split: 'test', rows: 180, epoch: 1, step: 3, values: { accuracy: 0.5 } });
    run.update({ state: 'done', epoch: 1, step: 3, exitCode: 0 });
    run.close();

    expect(readRun(run.directory)).toMatchObject({
      v: 1,
      id: run.id,
      source: { file: 'models/digits.model.ts', entry: 'models/digits.model.ts' },
      settings: { epochs: 2, batchSize: 32, seed: 1 },
      data: { splits: { train: 1437 } },
      engine: { threads: 2 },
    });
    expect(readFileSync(join(layout.source, 'sizes.ts'), 'utf8')).toBe('export const width = 64;\n');
    expect(readGraph(run.directory).name).toBe('digitsMlp');
    expect(readMeta(run.directory)).toEqual({ v: 1, name: '', pinned: false, notes: '' });
    expect(readStatus(run.directory)).toMatchObject({ state: 'done', step: 3, exitCode: 0 });
    expect(readEvaluation(run.directory)).toMatchObject({ v: 1, split: 'test', values: { accuracy: 0.5 } });
    expect([...readFileSync(layout.checkpoint('best'))]).toEqual([1, 2, 3]);

    const events = readEvents(run.directory);
    expect(events.map(({ k, seq }) => [k, seq])).toEqual([
      ['state', 0],
      ['epoch', 2],
    ]);
    expect(events.every(isRunEvent)).toBe(true);
    expect(events[1]).toEqual(last);
    const curves = readCurves(run.directory);
    expect(curves).toMatchObject({ columns: ['time', 'epoch', 'loss'], rows: 3 });
    expect([...curves.values]).toEqual([1000, 1, 2, 2000, 1, 1, 3000, 1, Number.NaN]);
    expect(readdirSync(run.directory).filter((name) => name.includes('tmp') || name.includes('lock'))).toEqual([]);
  });

  it('keeps itself out of git and knows the commit', async () => {
    const project = temporaryFolder();
    const git = (...args: string[]) =>
      execFileSync('git', ['-C', project, '-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { encoding: 'utf8' }).trim();
    git('init', '-q');
    const fresh = await newRun(project);
    fresh.close();
    expect(readRun(fresh.directory).git).toBeUndefined();
    git('add', '.');
    git('commit', '-q', '-m', 'first');
    expect(git('ls-files')).toBe('package.json');
    const clean = await newRun(project);
    clean.close();
    expect(readRun(clean.directory).git).toEqual({ commit: git('rev-parse', 'HEAD'), dirty: false });
    git('rm', '-q', '--cached', 'package.json');
    const dirty = await newRun(project);
    dirty.close();
    expect(readRun(dirty.directory).git).toMatchObject({ dirty: true });
  });

  it('holds many rows, in whatever parts they were written', async () => {
    const run = await newRun(temporaryFolder());
    for (let step = 0; step < 1000; step++) run.addRow([step, 1, step / 7]);
    run.close();
    const { rows, values } = readCurves(run.directory);
    expect(rows).toBe(1000);
    expect([...values.subarray(-3)]).toEqual([999, 1, 999 / 7]);
  });

  it('is read up to its last whole row and line when the tail is torn', async () => {
    const run = await newRun(temporaryFolder());
    const { curves, events } = layoutOf(run.directory);
    for (const step of [1, 2, 3]) run.addRow([step, 1, step]);
    emit(run, { k: 'state', state: 'running' });
    run.close();
    truncateSync(curves, 3 * 24 - 5);
    appendFileSync(events, 'not JSON\n{"v":1,"seq":7,"t":1,"k":"later"}\n{"v":1,"seq":8,"t":1,"k":"state","state":"ru');
    expect([...readCurves(run.directory).values]).toEqual([1, 1, 1, 2, 1, 2]);
    expect(readEvents(run.directory).map(({ k }) => k)).toEqual(['state']);
  });

  it('says which file is damaged', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    writeFileSync(layoutOf(run.directory).run, '{ "v": 2 }');
    expect(() => readRun(run.directory)).toThrow(/run\.json has version 2, and this Modelwright reads version 1\./);
  });
});

describe('naming a run', () => {
  it('goes by id, unique beginning or latest', async () => {
    const project = temporaryFolder();
    const runs = join(project, '.modelwright/runs');
    expect(() => findRun(runs, 'latest')).toThrow(/There are none yet/);
    for (const name of [
      '20260101-000000-000-a',
      '20260101-000000-001-b',
      '20260102-000000-000-a',
      '20260102-000000-000-aa',
      'rest',
    ]) {
      mkdirSync(join(runs, name), { recursive: true });
      if (name !== 'rest') writeFileSync(join(runs, name, 'run.json'), '{}');
    }
    expect(listRuns(runs)).toHaveLength(4);
    expect(findRun(runs, 'latest')).toBe(join(runs, '20260102-000000-000-aa'));
    expect(findRun(runs, '20260101-000000-001')).toBe(join(runs, '20260101-000000-001-b'));
    expect(findRun(runs, '20260102-000000-000-a')).toBe(join(runs, '20260102-000000-000-a'));
    expect(() => findRun(runs, '20260101')).toThrow(/begins 2 runs: 20260101-000000-000-a, 20260101-000000-001-b/);
    expect(() => findRun(runs, '2025')).toThrow(/no run '2025' .* The latest is 20260102-000000-000-aa/);
  });

  it('gives ids that differ and sort by time', async () => {
    const project = temporaryFolder();
    const ids: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const run = await newRun(project);
      run.close();
      ids.push(run.id);
    }
    expect(new Set(ids).size).toBe(5);
    expect(listRuns(join(project, '.modelwright/runs'))).toEqual(ids);
  });

  it('makes a directory name of any model name', async () => {
    const project = temporaryFolder();
    const run = await newRun(project, { network: { ...network, name: '../größe: 8x8' } });
    run.close();
    expect(run.id).toMatch(/-\d{3}--gr-e-8x8$/);
    expect(listRuns(join(project, '.modelwright/runs'))).toEqual([run.id]);
  });
});
