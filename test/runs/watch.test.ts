/** The list of runs follows the disk. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { deleteRun } from '../../src/runs/delete';
import { writeJson } from '../../src/runs/files';
import { layoutOf } from '../../src/runs/layout';
import { readColumns } from '../../src/runs/read';
import { reopenRun } from '../../src/runs/reopen';
import type { Surveyed } from '../../src/runs/survey';
import { type RunsWatch, watchRuns } from '../../src/runs/watch';
import type { RunWriter } from '../../src/runs/writer';
import { newRun, temporaryFolder } from './fixture';

let open: RunsWatch[] = [];
let writers: RunWriter[] = [];

afterEach(() => {
  for (const watch of open.splice(0)) watch.close();
  for (const writer of writers.splice(0)) writer.close();
});

function watching(project: string) {
  const told = { changes: 0 };
  const watch = watchRuns(join(project, '.modelwright/runs'), () => {
    told.changes++;
  });
  open = [...open, watch];
  return { watch, told, states: () => watch.runs.map(stateOf), ids: () => watch.runs.map(({ id }) => id) };
}

const stateOf = (run: Surveyed): string => ('status' in run ? run.status.state : 'damaged');

const poll = <T>(get: () => T) => expect.poll(get, { timeout: 20_000, interval: 50 });

/** So long ago that no clock could be too coarse to tell a change. */
function age(directory: string): void {
  const then = new Date(Date.now() - 60_000);
  utimesSync(directory, then, then);
}

async function endedRun(project: string): Promise<RunWriter> {
  const run = await newRun(project);
  run.update({ state: 'done', exitCode: 0 });
  run.close();
  age(run.directory);
  return run;
}

async function liveRun(project: string): Promise<RunWriter> {
  const run = await newRun(project);
  writers = [...writers, run];
  return run;
}

describe('the runs of a project', () => {
  it('are none at first, and come as soon as their directory is there', async () => {
    const project = temporaryFolder();
    const { ids, states, told } = watching(project);
    expect(ids()).toEqual([]);
    const first = await liveRun(project);
    await poll(ids).toEqual([first.id]);
    const second = await liveRun(project);
    await poll(ids).toEqual([second.id, first.id]);
    expect(states()).toEqual(['starting', 'starting']);
    first.update({ state: 'running' });
    await poll(states).toEqual(['starting', 'running']);
    first.update({ state: 'done', exitCode: 0 });
    await poll(states).toEqual(['starting', 'done']);
    expect(told.changes).toBeGreaterThanOrEqual(4);
  });

  it('are told of only where something has changed', async () => {
    const project = temporaryFolder();
    const run = await endedRun(project);
    await endedRun(project);
    const { watch, told } = watching(project);
    expect(told.changes).toBe(1);
    const [before, other] = watch.runs;
    watch.look();
    // The same to the last byte, though its files are new.
    age(run.directory);
    watch.look();
    expect(told.changes).toBe(1);
    writeJson(layoutOf(run.directory).meta, { v: 1, name: 'wide', pinned: true, notes: '' });
    watch.look();
    expect(told.changes).toBe(2);
    expect(watch.runs[1]).toMatchObject({ id: run.id, meta: { name: 'wide' } });
    expect(watch.runs[0]).toBe(before);
    expect(watch.runs[1]).not.toBe(other);
  });

  it('that go on later are noticed without being asked for', async () => {
    const project = temporaryFolder();
    const run = await endedRun(project);
    const { states } = watching(project);
    expect(states()).toEqual(['done']);
    const again = reopenRun(run.directory, { epoch: 0, step: 0 }, readColumns(run.directory));
    writers = [...writers, again];
    again.update({ state: 'running' });
    await poll(states).toEqual(['running']);
  });

  it('whose process is killed are interrupted', async () => {
    const project = temporaryFolder();
    const run = await newRun(project);
    run.update({ state: 'running' });
    run.close();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    writeFileSync(layoutOf(run.directory).lock, JSON.stringify({ v: 1, pid: child.pid }));
    age(run.directory);
    const { states } = watching(project);
    expect(states()).toEqual(['running']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await poll(states).toEqual(['interrupted']);
  });

  it('are gone when they are deleted, one by one or all at once, and may come again', async () => {
    const project = temporaryFolder();
    const first = await endedRun(project);
    const second = await endedRun(project);
    const third = await endedRun(project);
    const { ids, watch } = watching(project);
    deleteRun(second.directory);
    await poll(ids).toEqual([third.id, first.id]);
    rmSync(first.directory, { recursive: true });
    await poll(ids).toEqual([third.id]);
    const aside = join(project, 'aside');
    renameSync(third.directory, aside);
    await poll(ids).toEqual([]);
    rmSync(join(project, '.modelwright'), { recursive: true });
    watch.look();
    mkdirSync(join(project, '.modelwright/runs'), { recursive: true });
    cpSync(aside, third.directory, { recursive: true });
    await poll(ids).toEqual([third.id]);
  });

  it('that are damaged say so, and those that are just being made are not there yet', async () => {
    const project = temporaryFolder();
    const run = await endedRun(project);
    const runs = join(project, '.modelwright/runs');
    const { watch, states } = watching(project);
    mkdirSync(join(runs, '20990101-000000-000-next'));
    watch.look();
    expect(states()).toEqual(['done']);
    age(join(runs, '20990101-000000-000-next'));
    watch.look();
    expect(states()).toEqual(['damaged', 'done']);
    writeFileSync(layoutOf(run.directory).status, '{');
    age(run.directory);
    rmSync(join(runs, '20990101-000000-000-next'), { recursive: true });
    utimesSync(run.directory, new Date(), new Date());
    await poll(states).toEqual(['damaged']);
    expect(watch.runs[0]).toMatchObject({ damage: expect.stringMatching(/status\.json is damaged: it is no whole JSON\.$/) });
  });

  it('are not looked at any more once nobody wants to know', async () => {
    const project = temporaryFolder();
    const { watch, ids, told } = watching(project);
    watch.close();
    await liveRun(project);
    watch.look();
    expect({ ids: ids(), ...told }).toEqual({ ids: [], changes: 0 });
  });

  it('may be many', async () => {
    const project = temporaryFolder();
    const run = await endedRun(project);
    const runs = join(project, '.modelwright/runs');
    for (let k = 0; k < 150; k++) {
      const copy = join(runs, `20200101-000000-${String(k).padStart(3, '0')}-${basename(run.directory).slice(20)}`);
      cpSync(run.directory, copy, { recursive: true });
      age(copy);
    }
    const { watch, told, ids } = watching(project);
    watch.look();
    expect(ids()).toHaveLength(151);
    expect(ids()[0]).toBe(run.id);
    expect(told.changes).toBe(1);
  });
});
