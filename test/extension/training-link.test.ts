/** Which run belongs to which process that VS Code started. */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { beganAfter, type Linked, linkRun } from '../../src/extension/training/link';
import { layoutOf } from '../../src/runs/layout';
import { type Surveyed, surveyRuns } from '../../src/runs/survey';
import type { RunWriter } from '../../src/runs/writer';
import { newRun, temporaryFolder } from '../runs/fixture';

let project: string;
let run: RunWriter;
beforeEach(async () => {
  project = temporaryFolder();
  run = await newRun(project);
});
afterEach(() => {
  if (run.status.state !== 'stopped') end();
});

function end(): void {
  run.update({ state: 'stopped' });
  run.close();
}

const runs = (): Surveyed[] => surveyRuns(join(project, '.modelwright/runs')).reverse();
/** Of this run's file, by the process that a test is. */
const linked = (more: Partial<Linked> = {}): Linked => ({
  file: join(project, 'models/digits.model.ts'),
  pid: process.pid,
  since: 0,
  ...more,
});
/** One that lives and has made no run. */
const other = process.ppid;

describe('a process that trains', () => {
  test('has the run that it writes', async () => {
    const ended = await newRun(project);
    ended.update({ state: 'done' });
    ended.close();
    expect(linkRun(linked({ since: Date.now() + 1000 }), runs(), [])).toBe(run.directory);
    expect(linkRun(linked({ file: join(project, 'other.model.ts') }), runs(), [])).toBeUndefined();
  });

  test('has the newest run of its file where another process writes in its place', () => {
    const since = Date.now() - 60_000;
    expect(linkRun(linked({ pid: other, since }), runs(), [])).toBe(run.directory);
    expect(linkRun(linked({ pid: other, since: Date.now() + 60_000 }), runs(), [])).toBeUndefined();
    expect(linkRun(linked({ pid: other, since }), runs(), [{ pid: process.pid }])).toBeUndefined();
    expect(linkRun(linked({ pid: other, since }), runs(), [{ pid: 1, directory: run.directory }])).toBeUndefined();
  });

  test('of which nothing more is known has the run that goes on', () => {
    expect(linkRun(linked({ pid: undefined }), runs(), [])).toBe(run.directory);
    end();
    expect(linkRun(linked({ pid: undefined }), runs(), [])).toBeUndefined();
  });

  test('that goes on with a run has that one, once it does', () => {
    expect(linkRun(linked({ pid: other, resumed: run.id }), runs(), [])).toBe(run.directory);
    expect(linkRun(linked({ pid: other, resumed: 'another' }), runs(), [])).toBeUndefined();
    end();
    expect(linkRun(linked({ pid: other, resumed: run.id }), runs(), [])).toBeUndefined();
  });
});

test('a training is older than a window by the time since when its process writes', () => {
  const { lock } = layoutOf(run.directory);
  utimesSync(lock, new Date(1000), new Date(1000));
  expect(beganAfter(run.directory, 1001)).toBe(false);
  expect(beganAfter(run.directory, 1000)).toBe(true);
  end();
  expect(beganAfter(run.directory, 1001)).toBe(true);
});
