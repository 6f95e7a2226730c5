import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { message } from '../../src/protocol/messages';
import { RunError } from '../../src/runs/error';
import { layoutOf } from '../../src/runs/layout';
import { acquireLock, isLocked } from '../../src/runs/lock';
import { readCurves, readEvents, readRun, readStatus } from '../../src/runs/read';
import { surveyRun } from '../../src/runs/survey';
import { emit, newRun, temporaryFolder } from './fixture';

const errorOf = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('the lock', () => {
  it('keeps a second writer out while the first lives', async () => {
    const run = await newRun(temporaryFolder());
    expect(isLocked(run.directory)).toBe(true);
    const refused = errorOf(() => acquireLock(run.directory));
    expect(refused).toBeInstanceOf(RunError);
    expect(refused).toMatchObject({ kind: 'locked', message: expect.stringContaining(`process ${process.pid}`) });
    run.close();
    expect(isLocked(run.directory)).toBe(false);
    acquireLock(run.directory);
    expect(isLocked(run.directory)).toBe(true);
  });

  it('of a process that died is taken over, and its run is interrupted', async () => {
    const run = await newRun(temporaryFolder());
    run.update({ state: 'running' });
    run.close();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const { lock } = layoutOf(run.directory);
    writeFileSync(lock, JSON.stringify({ v: 1, pid: child.pid }));
    expect(readStatus(run.directory).state).toBe('running');
    expect(errorOf(() => acquireLock(run.directory))).toMatchObject({ kind: 'locked' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(readStatus(run.directory).state).toBe('interrupted');
    acquireLock(run.directory);
    expect(JSON.parse(readFileSync(lock, 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(run.directory).filter((name) => name.startsWith('lock'))).toEqual(['lock.json']);
  });

  it.runIf(process.platform === 'linux')('does not take a new process for an old one of the same number', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    writeFileSync(layoutOf(run.directory).lock, JSON.stringify({ v: 1, pid: process.pid, start: '1' }));
    expect(isLocked(run.directory)).toBe(false);
  });

  it('that nobody can read is not taken over', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    writeFileSync(layoutOf(run.directory).lock, '');
    expect(errorOf(() => acquireLock(run.directory))).toMatchObject({ kind: 'damaged' });
  });
});

describe('a directory that is deleted during the training', () => {
  it('is one clear error', async () => {
    const run = await newRun(temporaryFolder());
    rmSync(run.directory, { recursive: true });
    expect(errorOf(() => run.update({ state: 'running' }))).toMatchObject({
      name: 'RunError',
      kind: 'gone',
      message: `The run directory ${run.directory} was deleted.`,
    });
    await expect(run.saveCheckpoint('last', Uint8Array.of(1))).rejects.toMatchObject({ kind: 'gone' });
    run.close();
    expect(existsSync(run.directory)).toBe(false);
  });

  it.each([['run', 'status'], ['graph', 'meta'], ['columns', 'curves'], ['checkpoints']] as const)(
    'is not filled again while it is being deleted (%s first)',
    async (...names) => {
      const run = await newRun(temporaryFolder());
      for (const name of names) rmSync(layoutOf(run.directory)[name], { recursive: true });
      await expect(run.saveCheckpoint('last', Uint8Array.of(1))).rejects.toMatchObject({ kind: 'gone' });
      const there = readdirSync(run.directory, { recursive: true });
      for (const write of [
        () => run.update({ state: 'running' }),
        () => run.saveEvaluation({ split: 'test', rows: 1, epoch: 1, step: 1, values: {} }),
      ])
        expect(errorOf(write)).toMatchObject({ kind: 'gone' });
      await expect(run.saveCheckpoint('best', Uint8Array.of(1))).rejects.toMatchObject({ kind: 'gone' });
      expect(readdirSync(run.directory, { recursive: true })).toEqual(there);
      run.close();
    },
  );
});

describe('a place where nothing may be written', () => {
  it('is one clear error', async () => {
    const project = temporaryFolder();
    writeFileSync(join(project, '.modelwright'), 'a file where a directory should be');
    await expect(newRun(project)).rejects.toMatchObject({ name: 'RunError' });
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('[user] names the missing permission', async () => {
    const project = temporaryFolder();
    mkdirSync(join(project, '.modelwright/runs'), { recursive: true, mode: 0o500 });
    await expect(newRun(project)).rejects.toMatchObject({ kind: 'no-access' });
  });
});

/** A file system of 256 KB, where the machine lets us mount one. */
function smallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('a full disk', () => {
  it('stops the writing and leaves whole files', async ({ skip }) => {
    const folder = temporaryFolder();
    if (process.platform !== 'linux' || !smallDisk(folder)) skip();
    try {
      const run = await newRun(folder);
      emit(run, { k: 'state', state: 'running' });
      let rows = 0;
      const full = errorOf(() => {
        for (; rows < 20_000; rows++) run.addRow([rows, 1, rows / 3]);
      });
      expect(full).toMatchObject({ name: 'RunError', kind: 'disk-full', message: expect.stringContaining('curves.f64') });
      await expect(run.saveCheckpoint('best', new Uint8Array(300_000))).rejects.toMatchObject({ kind: 'disk-full' });
      const curves = readCurves(run.directory);
      expect(curves.rows).toBeGreaterThan(5000);
      expect(readFileSync(layoutOf(run.directory).curves).length).toBe(curves.rows * 24);
      expect([...curves.values.subarray(-3)]).toEqual([curves.rows - 1, 1, (curves.rows - 1) / 3]);
      expect(readEvents(run.directory).map(({ k }) => k)).toEqual(['state']);
      expect(readStatus(run.directory).state).toBe('starting');
      expect(readdirSync(layoutOf(run.directory).checkpoints)).toEqual([]);
      run.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  it('leaves room for the last word: the status goes into the file that is there', async ({ skip }) => {
    const folder = temporaryFolder();
    if (process.platform !== 'linux' || !smallDisk(folder)) skip();
    try {
      const run = await newRun(folder);
      run.update({
        state: 'running',
        epoch: 3,
        step: 77,
        reason: message('training-failed', { step: 1, reason: 'x'.repeat(500) }),
      });
      expect(errorOf(() => writeFileSync(join(folder, 'ballast'), Buffer.alloc(300_000)))).toBeDefined();
      const { status } = layoutOf(run.directory);
      const before = statSync(status);
      // Shorter than before, then longer.
      for (const reason of ['short', 'long'.repeat(200)]) {
        run.update({ state: 'failed', exitCode: 1, reason: message('training-failed', { step: 77, reason }) });
        const { state, step, reason: told } = readStatus(run.directory);
        expect({ state, step, reason: told?.params['reason'] }).toEqual({ state: 'failed', step: 77, reason });
      }
      expect(statSync(status).ino).toBe(before.ino);
      // No room for so much: it is what it was.
      const text = readFileSync(status);
      const huge = message('training-failed', { step: 77, reason: 'x'.repeat(100_000) });
      expect(errorOf(() => run.update({ reason: huge }))).toMatchObject({ name: 'RunError', kind: 'disk-full' });
      expect(readFileSync(status).equals(text)).toBe(true);
      run.close();
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });

  it('leaves no directory when it is full from the start', async ({ skip }) => {
    const folder = temporaryFolder();
    if (process.platform !== 'linux' || !smallDisk(folder)) skip();
    try {
      const big = { path: join(folder, 'models/digits.model.ts'), text: 'x'.repeat(300_000) };
      await expect(newRun(folder, { sources: [big] })).rejects.toMatchObject({ kind: 'disk-full' });
      expect(readdirSync(join(folder, '.modelwright/runs'))).toEqual([]);
    } finally {
      execFileSync('umount', ['-l', folder]);
    }
  });
});

describe('a run that comes from somebody else', () => {
  const damageOf = (directory: string): string | undefined => {
    const run = surveyRun(directory);
    return 'damage' in run ? run.damage : undefined;
  };

  it.each([
    ['the model file', { file: '../../../etc/passwd' }],
    ['the model file in full', { file: '/etc/passwd' }],
    ['the entry', { entry: '../../../models/digits.model.ts' }],
    ['a file of the source', { hashes: { 'a/../../../../../dev/zero': '' } }],
    ['the folder itself', { file: '.' }],
  ])('names nothing outside of its own folders (%s)', async (_, change) => {
    const run = await newRun(temporaryFolder());
    run.close();
    const path = layoutOf(run.directory).run;
    const record = readRun(run.directory);
    expect(damageOf(run.directory)).toBeUndefined();
    writeFileSync(path, JSON.stringify({ ...record, source: { ...record.source, ...change } }));
    expect(damageOf(run.directory)).toBe(`${path} is damaged.`);
  });

  it.each([0, -1, 1.5])('has no owner whose number is none of a process (%d)', async (pid) => {
    const run = await newRun(temporaryFolder());
    run.close();
    writeFileSync(layoutOf(run.directory).lock, JSON.stringify({ v: 1, pid }));
    expect(isLocked(run.directory)).toBe(false);
  });

  it.skipIf(process.platform === 'win32')('is not read where a link leads to what is no file', async () => {
    const run = await newRun(temporaryFolder());
    run.close();
    const { meta, lock } = layoutOf(run.directory);
    symlinkSync('/dev/zero', lock);
    expect(isLocked(run.directory)).toBe(false);
    rmSync(meta);
    symlinkSync('/dev/zero', meta);
    expect(damageOf(run.directory)).toBe(`${meta} can't be read (EINVAL).`);
  });
});
