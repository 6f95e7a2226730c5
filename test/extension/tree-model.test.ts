/** What the tree of runs shows of directories on the disk, whole and damaged, whatever they are called. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changedRows, type Row, treeOf, withoutProgress } from '../../src/extension/training/tree-model';
import { plain } from '../../src/ir/markdown';
import { type EndState, exitCodeOf } from '../../src/protocol/exit-codes';
import { RunError } from '../../src/runs/error';
import { layoutOf, modelFileOf, runsDirectory } from '../../src/runs/layout';
import { renameRun } from '../../src/runs/meta';
import { surveyRuns } from '../../src/runs/survey';
import type { RunWriter } from '../../src/runs/writer';
import { hostileNames } from '../fixtures/hostile-names';
import { newRun, temporaryFolder, training } from '../runs/fixture';

/** What stands on the disk now. */
const tree = (project: string): readonly Row[] =>
  treeOf(surveyRuns(runsDirectory(join(project, 'models/any.model.ts'))).reverse(), {
    fileOf: (run) => ('damage' in run ? undefined : modelFileOf(run.directory, run.record)),
    shown: (path) => relative(project, path),
  });

const file = (project: string, name: string): string => join(project, 'models', name);

/** Another model file in the project, and a run of it. */
const runOf = (project: string, name: string, trained = 'default'): Promise<RunWriter> =>
  newRun(project, {
    file: file(project, name),
    sources: [{ path: file(project, name), text: '' }],
    training: { ...training, name: trained },
  });

const shape = (rows: readonly Row[]): unknown[] =>
  rows.map(({ label, children }) => (children.length > 0 ? [label, ...shape(children)] : label));

async function end(run: RunWriter, state: EndState = 'done'): Promise<void> {
  await run.saveCheckpoint('last', new Uint8Array());
  const best = { epoch: 2, step: 90, metric: 'val_loss', value: 0.0455 };
  run.update({ state, epoch: 2, step: 90, best, exitCode: exitCodeOf(state) });
  run.close();
}

const rowIn = (rows: readonly Row[], { directory }: RunWriter): Row | undefined =>
  rows.flatMap((row) => [row, ...row.children]).find(({ id }) => id === directory);

describe('the tree', () => {
  test('is empty where there are no runs', () => {
    expect(tree(temporaryFolder())).toEqual([]);
  });

  test('groups what has several runs by file and training, the newest first', async () => {
    const project = temporaryFolder();
    const first = await runOf(project, 'b.model.ts');
    const second = await runOf(project, 'b.model.ts');
    const runs = [first, second, await runOf(project, 'a.model.ts'), await runOf(project, 'c.model.ts')];
    for (const name of ['slow', 'fast', 'slow']) runs.push(await runOf(project, 'c.model.ts', name));
    for (const run of runs) await end(run);
    expect(shape(tree(project))).toEqual([
      'digitsMlp',
      ['b.model.ts', 'digitsMlp', 'digitsMlp'],
      'digitsMlp',
      'digitsMlp',
      ['c.model.ts#slow', 'digitsMlp', 'digitsMlp'],
    ]);
    const [, group] = tree(project);
    expect(group?.children.map(({ id }) => id)).toEqual([second.directory, first.directory]);
    expect(group).toMatchObject({ description: 'models', file: file(project, 'b.model.ts') });
  });

  test('says how far a live run is, and how an ended one was', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    const texts = (): unknown => {
      const row = rowIn(tree(project), run);
      return [row?.description, row?.condition, row?.context];
    };
    expect(texts()).toEqual(['starting', 'starting', 'run live starting']);
    run.update({ state: 'running', epoch: 1, step: 45 });
    expect(texts()).toEqual(['1/2', 'running', 'run live running']);
    expect(rowIn(tree(project), run)?.tooltip).toMatch(/^\*\*digitsMlp\*\* training\n/);
    const progress = { epochs: 2, steps: 90, values: { loss: 0.142 } };
    run.sayProgress(() => progress);
    run.update({});
    expect(texts()).toEqual(['1/2 · loss 0.1420', 'running', 'run live running']);
    run.sayProgress(() => ({ ...progress, values: { loss: null } }));
    run.update({ state: 'paused' });
    expect(texts()).toEqual(['paused · 1/2 · loss NaN', 'paused', 'run live paused']);
    await end(run);
    expect(texts()).toEqual([expect.stringMatching(/^val_loss 0\.0455 · today \d\d:\d\d$/), 'done', 'run ended done']);
  });

  test.each([
    ['stopped', 'run ended resumable stopped'],
    ['failed', 'run ended resumable failed'],
    ['diverged', 'run ended diverged'],
  ] as const)('says that a run was %s', async (state, context) => {
    const project = temporaryFolder();
    await end(await newRun(project), state);
    const description = expect.stringMatching(new RegExp(`^val_loss 0\\.0455 · today .* · ${state}$`));
    expect(tree(project)).toEqual([expect.objectContaining({ condition: state, context, description })]);
  });

  test('knows a run whose process is gone', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    run.update({ state: 'running', epoch: 1, step: 45 });
    rmSync(layoutOf(run.directory).lock);
    // There is nothing that it could go on from.
    expect(tree(project)).toEqual([expect.objectContaining({ context: 'run ended interrupted' })]);
    await run.saveCheckpoint('last', new Uint8Array());
    const description = expect.stringMatching(/^today .* · interrupted$/);
    expect(tree(project)).toEqual([expect.objectContaining({ context: 'run ended resumable interrupted', description })]);
  });

  test('shows damaged runs last, with what is wrong', async () => {
    const project = temporaryFolder();
    await end(await newRun(project));
    const damaged = await newRun(project);
    await end(damaged);
    writeFileSync(layoutOf(damaged.directory).run, '{ "v": 1');
    const [whole, broken] = tree(project);
    expect(whole?.condition).toBe('done');
    expect(broken).toMatchObject({ label: damaged.id, description: 'damaged', condition: 'damaged', context: 'run damaged' });
    expect(broken?.tooltip).toContain('run\\.json');
  });

  test('calls a run what a person calls it', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    renameRun(run.directory, '  the\none ');
    expect(tree(project)[0]?.label).toBe('the one');
    expect(JSON.parse(readFileSync(layoutOf(run.directory).meta, 'utf8'))).toMatchObject({
      v: 1,
      name: 'the one',
      pinned: false,
    });
    renameRun(run.directory, ' ');
    expect(tree(project)[0]?.label).toBe('digitsMlp');
    rmSync(run.directory, { recursive: true });
    expect(() => renameRun(run.directory, 'gone')).toThrow(RunError);
  });

  test.each(hostileNames.map((name) => [name]))('takes %j as text', async (name) => {
    const project = temporaryFolder();
    const run = await newRun(project, { training: { ...training, name, model: name } });
    run.update({ reason: { id: 'stopped', text: name, params: {} } });
    await end(run, 'stopped');
    renameRun(run.directory, name);
    const [row] = tree(project);
    const text = name.replace(/\s+/g, ' ').trim();
    expect(row?.label).toBe(text);
    expect(row?.tooltip).toContain(`**${plain(text)}** stopped\n`);
    const cells = row?.tooltip?.split('\n').slice(4) ?? [];
    expect(cells.length).toBeGreaterThan(7);
    expect(cells.filter((line) => !/^\| \w+ \| (?:[^|\\]|\\.)+ \|$/.test(line))).toEqual([]);
  });
});

describe('what is drawn again', () => {
  test('are the rows that look different, and those whose rows come or go', async () => {
    const project = temporaryFolder();
    const [one, two, other] = [await runOf(project, 'a.model.ts'), await runOf(project, 'a.model.ts'), await newRun(project)];
    const before = tree(project);
    expect(changedRows(before, tree(project))).toEqual([]);

    one.update({ state: 'running', epoch: 1 });
    other.update({ state: 'running', epoch: 1 });
    const running = tree(project);
    expect(changedRows(before, running)).toEqual([one.directory, other.directory]);

    const third = await runOf(project, 'a.model.ts');
    const more = tree(project);
    expect(changedRows(running, more)).toEqual([`group:${file(project, 'a.model.ts')}`]);

    for (const run of [one, two, third]) await end(run);
    rmSync(one.directory, { recursive: true });
    rmSync(two.directory, { recursive: true });
    expect(changedRows(more, tree(project))).toBeUndefined();
  });

  test('tells progress from all else', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    const withheld = async (change: () => unknown): Promise<readonly string[] | undefined> => {
      const before = tree(project);
      await change();
      return changedRows(withoutProgress(before), withoutProgress(tree(project)));
    };
    run.update({ state: 'running', epoch: 1, step: 45 });
    expect(await withheld(() => run.update({ epoch: 2, step: 60 }))).toEqual([]);
    expect(await withheld(() => renameRun(run.directory, 'mine'))).toEqual([run.directory]);
    expect(await withheld(() => run.update({ state: 'paused' }))).toEqual([run.directory]);
    expect(await withheld(() => end(run))).toEqual([run.directory]);
    const evaluation = { split: 'test', rows: 180, epoch: 2, step: 90, values: { accuracy: 0.5 } } as const;
    expect(await withheld(() => run.saveEvaluation(evaluation))).toEqual([run.directory]);
  });
});
