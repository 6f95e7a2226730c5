import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, command, modelwright, project } from './cli';
import { copyOf, latestRun, runsOf, trainedProject } from './trained';

let trained: string;
beforeAll(async () => {
  trained = await trainedProject();
});

const runs = (cwd: string, ...args: string[]) => modelwright(['runs', ...args], { cwd });

describe('modelwright runs', () => {
  it('is a table, the latest run on top', async () => {
    const cwd = copyOf(trained);
    const id = basename(latestRun(cwd));
    mkdirSync(join(runsOf(cwd), '20200101-000000-000-old'));
    const { code, stdout, stderr } = await runs(cwd);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^run +state +epoch +best +evaluation +file$/);
    expect(lines[1]).toMatch(
      new RegExp(`^${id} {2}done +2/2 +val_loss \\d\\.\\d{4} {2}test accuracy 0\\.\\d{3} {2}net\\.model\\.ts$`),
    );
    expect(lines[2]).toBe(`20200101-000000-000-old${' '.repeat(id.length - 23)}  damaged`);
    expect(lines[4]).toMatch(/^damaged .*20200101-000000-000-old.run\.json is missing\.$/);
    expect((await runs(cwd, 'list')).stdout).toBe(stdout);
  });

  it('is JSON where it is asked for', async () => {
    const { code, stdout } = await runs(trained, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      v: 1,
      runs: [{ id: basename(latestRun(trained)), state: 'done', model: 'net', file: 'net.model.ts', epoch: 2, epochs: 2 }],
    });
  });

  it('says where it looked when there are none', async () => {
    const { code, stdout, stderr } = await runs(project({}));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(`No runs in ${join('.modelwright', 'runs')} yet. Begin one: modelwright train <file>\n`);
  });

  it('shows one with its epochs and its test', async () => {
    const { code, stdout } = await runs(trained, 'show', 'latest');
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}data {6}digits: 1,437 train, 180 validation, 180 test\n/);
    expect(stdout).toMatch(/\nepoch +loss +accuracy +val_loss +val_accuracy\n +1 .*\n +2 .*\n/);
    expect(stdout).toMatch(/\ntest accuracy 0\.\d{3}\n/);
    const { runs: shown } = JSON.parse((await runs(trained, 'show', 'latest', '--json')).stdout);
    expect(shown[0]).toMatchObject({ curves: { columns: ['time', 'epoch', 'learning_rate', 'loss', 'accuracy'], rows: 58 } });
    expect(shown[0].epochs).toHaveLength(2);
  });
});

describe('modelwright runs delete', () => {
  it('deletes what is named, damaged or not, and nothing else', async () => {
    const cwd = copyOf(trained);
    const run = latestRun(cwd);
    mkdirSync(join(runsOf(cwd), 'broken'));
    symlinkSync(join(cwd, 'net.model.ts'), join(run, 'link-to-file'));
    mkdirSync(join(cwd, 'outside'));
    writeFileSync(join(cwd, 'outside/kept.txt'), 'kept');
    symlinkSync(join(cwd, 'outside'), join(run, 'link-to-folder'));
    symlinkSync(join(cwd, 'outside'), join(runsOf(cwd), 'linked-run'));
    const result = await runs(cwd, 'delete', 'latest', 'bro', '--yes');
    expect(result).toEqual({ code: 0, stdout: `deleted ${basename(run)}\ndeleted broken\n`, stderr: '' });
    expect(readdirSync(runsOf(cwd))).toEqual(['linked-run']);
    expect(readFileSync(join(cwd, 'outside/kept.txt'), 'utf8')).toBe('kept');
    expect(existsSync(join(cwd, 'net.model.ts'))).toBe(true);
  });

  it.each(['..', '../..', '.', '', '/', 'linked-run'])('knows no run named %j', async (name) => {
    const cwd = copyOf(trained);
    symlinkSync(cwd, join(runsOf(cwd), 'linked-run'));
    const { code, stdout, stderr } = await runs(cwd, 'delete', name, '--yes');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error There is no run '.*' in .*\. The latest is \S+\.\n$/);
    expect(existsSync(latestRun(cwd))).toBe(true);
  });

  it('leaves a run alone that is being trained', async () => {
    const cwd = copyOf(trained);
    const run = latestRun(cwd);
    mkdirSync(join(runsOf(cwd), 'broken'));
    writeFileSync(join(run, 'lock.json'), JSON.stringify({ v: 1, pid: process.pid }));
    const { code, stdout, stderr } = await runs(cwd, 'delete', 'broken', basename(run), '--yes');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(`error The run ${basename(run)} is being trained. Stop it first; nothing was deleted.\n`);
    expect(readdirSync(runsOf(cwd))).toHaveLength(2);
  });

  it('needs --yes where nobody can answer', async () => {
    const { code, stderr } = await runs(trained, 'delete', 'latest');
    expect({ code, stderr }).toEqual({ code: 2, stderr: 'error Nobody is here to ask. To delete without a question: --yes\n' });
    expect(existsSync(latestRun(trained))).toBe(true);
  });

  it.skipIf(!existsSync('/usr/bin/script'))('asks in a terminal', async () => {
    const cwd = copyOf(trained);
    const run = latestRun(cwd);
    const answering = (answer: string) => {
      const typed = `printf '${answer}\\n' | script -qec '"${process.execPath}" "${cli}" runs delete latest' /dev/null`;
      return command('/bin/sh', ['-c', typed], { cwd });
    };
    expect((await answering('n')).stdout).toMatch(/Delete 1 run\? .*\[y\/N\].*Nothing was deleted\./s);
    expect(existsSync(run)).toBe(true);
    expect((await answering('y')).stdout).toContain(`deleted ${basename(run)}`);
    expect(existsSync(run)).toBe(false);
    rmSync(cwd, { recursive: true });
  });
});
