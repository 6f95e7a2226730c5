/** A disk that runs full, at the start of a training and in its course: a small file system that the test fills up. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { findRun, readCurves, readEvaluation, readEvents, readGraph, readRun, readStatus } from '../../src/runs/read';
import { decodeCheckpoint } from '../../src/trainer/checkpoint';
import { fill } from '../fill';
import { mountSmall } from '../needs';
import { modelwright, project } from './cli';

const model = `import { adam, dense, digits, flatten, input, sequential, train } from 'modelwright';

const net = sequential([input([8, 8, 1]), flatten(), dense(100, { activation: 'relu' }), dense(10, { activation: 'softmax' })]);

export default train(net, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(0.002),
  epochs: 60,
  batchSize: 60,
});
`;

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0).reverse()) cleanUp();
});

function smallProject(kilobytes: number): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-small-')));
  const mounted = mountSmall?.(folder, kilobytes);
  cleanUps.push(
    () => rmdirSync(folder),
    () => mounted?.unmount(),
  );
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'digits.model.ts'), model);
  return folder;
}

const latest = (cwd: string): string => findRun(runsDirectory(join(cwd, 'digits.model.ts')), 'latest');

const start = ['train', 'digits.model.ts', '--threads', '1'];

describe.skipIf(mountSmall === undefined)('[tmpfs] a full disk', () => {
  it('before the first step: one line, and no run', async () => {
    const cwd = smallProject(512);
    fill(cwd, 0);
    const { code, stdout, stderr } = await modelwright(start, { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^error The disk is full: .+ can't be written\. Free some space; what was written before is whole\.\n$/,
    );
    expect(readdirSync(runsDirectory(join(cwd, 'digits.model.ts')), { recursive: true })).toEqual([]);
  });

  // A checkpoint takes 90 kB: it does not fit, nor do later the rows of the curves.
  it.each([
    ['at a checkpoint', 40_000],
    ['at an event or a row', 0],
  ])('%s: one line, and what was written before is whole', async (_, leave) => {
    const cwd = smallProject(1536);
    let free: (() => void) | undefined;
    const { code, stdout, stderr } = await modelwright([...start, '--json'], {
      cwd,
      onOutput(_child, text) {
        if (free === undefined && text.includes('"epoch":3,"step":')) free = fill(cwd, leave);
      },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const last = stdout
      .trimEnd()
      .split('\n')
      .slice(-2)
      .map((line) => JSON.parse(line));
    const text = expect.stringMatching(
      /^Training failed at step [\d,]+: The disk is full: .+ can't be written\. Free some space; what was written before is whole\.$/,
    );
    expect(last).toMatchObject([
      { k: 'state', state: 'failed', reason: { text } },
      { k: 'end', state: 'failed', exitCode: 1 },
    ]);

    const directory = latest(cwd);
    const layout = layoutOf(directory);
    // There is room for the last word in the file that is there.
    expect(readStatus(directory)).toMatchObject({ state: 'failed', exitCode: 1, reason: { id: 'training-failed', text } });
    for (const read of [readRun, readGraph, readEvents, readCurves]) expect(() => read(directory)).not.toThrow();
    expect(readFileSync(layout.events, 'utf8').endsWith('\n')).toBe(true);
    expect(readFileSync(layout.curves).length % (8 * readCurves(directory).columns.length)).toBe(0);
    expect(readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    const { point } = decodeCheckpoint(readFileSync(layout.checkpoint('last')));
    expect(readCurves(directory).rows).toBeGreaterThanOrEqual(point.step);

    // With space again it ends as if nothing had been.
    free?.();
    expect(await modelwright(['train', '--resume', basename(directory), '--json'], { cwd })).toMatchObject({
      code: 0,
      stderr: '',
    });
    const whole = project({ 'digits.model.ts': model });
    expect((await modelwright(start, { cwd: whole })).code).toBe(0);
    const weights = (run: string): Buffer => readFileSync(layoutOf(run).checkpoint('last'));
    expect(weights(directory).equals(weights(latest(whole)))).toBe(true);
    expect(readEvaluation(directory)).toEqual(readEvaluation(latest(whole)));
  });

  it('says it to people in one line', async () => {
    const cwd = smallProject(1536);
    let filled = false;
    const { code, stdout, stderr } = await modelwright(start, {
      cwd,
      onOutput(_child, text) {
        if (filled || !/\n +1 /.test(text)) return;
        filled = true;
        fill(cwd, 0);
      },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.match(/The disk is full/g)).toHaveLength(1);
    expect(stdout).toMatch(/\nTraining failed at step [\d,]+: The disk is full: .+\n/);
  });
});

describe.skipIf(mountSmall === undefined)('[tmpfs] a folder that can only be read', () => {
  it('is one line, and no run', async () => {
    const cwd = smallProject(512);
    execFileSync('mount', ['-o', 'remount,ro', cwd]);
    const { code, stdout, stderr } = await modelwright(start, { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`error ${join(cwd, '.modelwright')} can't be written: its disk can only be read. Train elsewhere.\n`);
  });
});

describe('a run directory that is deleted during the training', () => {
  it('is one line, and does not come back', async () => {
    const cwd = project({ 'digits.model.ts': model });
    let deleted = false;
    const { code, stdout, stderr } = await modelwright([...start, '--epochs', '500'], {
      cwd,
      onOutput(_child, text) {
        if (deleted || !/\n +2 /.test(text)) return;
        deleted = true;
        // As a bin takes it. File by file it is a race, which the training may win for as long as it goes on.
        renameSync(join(cwd, '.modelwright'), `${cwd}.bin`);
        rmSync(`${cwd}.bin`, { recursive: true, force: true, maxRetries: 20 });
      },
    });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.match(/ENOENT|can't be/g)).toBeNull();
    expect(stdout.match(/\nTraining failed at step [\d,]+: The run directory .+ was deleted\.\n/g)).toHaveLength(1);
    expect(readdirSync(cwd)).not.toContain('.modelwright');
  });
});
