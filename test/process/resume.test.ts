/** Trainings that are interrupted, by Ctrl+C or by `kill -9`, and go on as if nothing had happened. */
import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { findRun, listRuns, readCurves, readEvaluation, readEvents, readRun, readStatus } from '../../src/runs/read';
import { modelwright, project, type Result } from './cli';

const model = `import { adam, dense, digits, dropout, flatten, input, sequential, train } from 'modelwright';

const net = sequential([
  input([8, 8, 1]),
  flatten(),
  dense(200, { activation: 'relu' }),
  dropout(0.2),
  dense(10, { activation: 'softmax' }),
]);

export default train(net, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(0.002),
  metrics: ['accuracy'],
  epochs: 6,
  batchSize: 60,
});
`;

const newProject = (): string => project({ 'digits.model.ts': model });
const latest = (cwd: string): string => findRun(runsDirectory(join(cwd, 'digits.model.ts')), 'latest');
const start = ['train', 'digits.model.ts', '--json', '--threads', '1'];

let whole: string;

beforeAll(async () => {
  const cwd = newProject();
  expect((await modelwright(start, { cwd })).code).toBe(0);
  whole = latest(cwd);
});

/** What a run has learned, and how: all but the time. */
function results(directory: string) {
  const layout = layoutOf(directory);
  return { last: readFileSync(layout.checkpoint('last')), best: readFileSync(layout.checkpoint('best')), ...course(directory) };
}

const course = (directory: string) => ({ rows: rowsOf(directory), evaluation: readEvaluation(directory) });

function rowsOf(directory: string): string[] {
  const { columns, rows, values } = readCurves(directory);
  return Array.from({ length: rows }, (_, k) => values.subarray(k * columns.length + 1, (k + 1) * columns.length).join(' '));
}

const epochsOf = (directory: string): ReadonlyMap<number, RunEvent> =>
  new Map(
    readEvents(directory).flatMap((event) => (event.k === 'epoch' ? [[event.epoch, { ...event, seq: 0, t: 0 }] as const] : [])),
  );

/** What must hold of a run at any moment. */
function requireReadable(directory: string): readonly RunEvent[] {
  readRun(directory);
  const { step, state } = readStatus(directory);
  expect(['interrupted', 'stopped']).toContain(state);
  const rows = rowsOf(directory);
  expect(rows).toEqual(rowsOf(whole).slice(0, rows.length));
  expect(step).toBeLessThanOrEqual(144);
  return readEvents(directory);
}

async function goesOn(cwd: string): Promise<Result> {
  const directory = latest(cwd);
  const before = requireReadable(directory);
  const result = await modelwright(['train', '--resume', basename(directory), '--json'], { cwd });
  expect(result.stderr).toBe('');
  expect(result.code).toBe(0);
  expect(listRuns(join(directory, '..'))).toHaveLength(1);
  const after = readEvents(directory);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.map(({ seq }) => seq)).toEqual([...new Set(after.map(({ seq }) => seq))].sort((a, b) => a - b));
  expect(epochsOf(directory)).toEqual(epochsOf(whole));
  const [ours, theirs] = [results(directory), results(whole)];
  expect(ours.last.equals(theirs.last)).toBe(true);
  expect(ours.best.equals(theirs.best)).toBe(true);
  expect({ rows: ours.rows, evaluation: ours.evaluation }).toEqual({ rows: theirs.rows, evaluation: theirs.evaluation });
  return result;
}

/** Sends the signal as soon as the output says so. */
async function interrupted(cwd: string, signal: NodeJS.Signals, moment: string, args = start): Promise<Result> {
  let sent = false;
  return modelwright(args, {
    cwd,
    onOutput(child, text) {
      if (sent || !text.includes(moment)) return;
      sent = true;
      child.kill(signal);
    },
  });
}

const atStep = (step: number): string => `"step":${step},"values"`;

// 24 steps an epoch.
const moments: readonly (readonly [what: string, moment: string])[] = [
  ['at the start', '"k":"start"'],
  ['after the first step', atStep(1)],
  ['in the first epoch', atStep(13)],
  ['before the end of an epoch', atStep(23)],
  ['at the end of an epoch', '"k":"epoch"'],
  ['at a checkpoint', '"k":"checkpoint"'],
  ['after the best checkpoint, before the last one', '"epoch":2,"step":48,"reason":"best"'],
  ['in the second epoch', atStep(37)],
  ['in the fourth epoch', atStep(90)],
];

const atSteps = [5, 18, 47, 61, 79, 110, 143].map((step) => [`after step ${step}`, atStep(step)] as const);

// Twenty-one kills in all, those below included.
describe('kill -9, then --resume', () => {
  it.each([...moments, ...atSteps])('%s', async (_, moment) => {
    const cwd = newProject();
    const { code } = await interrupted(cwd, 'SIGKILL', moment);
    expect(code).toBe(null);
    await goesOn(cwd);
  });

  it.each(['last', 'best'] as const)('while checkpoints/%s is written', async (name) => {
    const cwd = await caughtWriting(name);
    const partial = `${layoutOf(latest(cwd)).checkpoint(name)}.tmp`;
    expect(existsSync(partial)).toBe(true);
    await goesOn(cwd);
    expect(existsSync(partial)).toBe(false);
  });

  it('shows each epoch once, also one that was done before the first checkpoint', async () => {
    const cwd = newProject();
    await interrupted(cwd, 'SIGKILL', '"k":"epoch"');
    await goesOn(cwd);
    const { stdout } = await modelwright(['runs', 'show', 'latest', '--json'], { cwd });
    const [{ epochs }] = JSON.parse(stdout).runs;
    expect(epochs.map(({ epoch }: { readonly epoch: number }) => epoch)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('twice, and Ctrl+C after that', async () => {
    const cwd = newProject();
    await interrupted(cwd, 'SIGKILL', atStep(30));
    const again = ['train', '--resume', 'latest', '--json'];
    expect((await interrupted(cwd, 'SIGKILL', atStep(60), again)).code).toBe(null);
    expect((await interrupted(cwd, 'SIGINT', atStep(80), again)).code).toBe(130);
    await goesOn(cwd);
  });
});

describe('Ctrl+C, then --resume', () => {
  it.each(moments.filter(([, moment]) => moment !== atStep(90)))('%s', async (_, moment) => {
    const cwd = newProject();
    const { code, stderr } = await interrupted(cwd, 'SIGINT', moment);
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    await goesOn(cwd);
  });
});

/** A project whose training was killed while the temporary file was there. A stopped process holds still for the look. */
async function caughtWriting(name: 'last' | 'best'): Promise<string> {
  for (;;) {
    const cwd = newProject();
    let watched: ReturnType<typeof watch> | undefined;
    const lookAt = (child: ChildProcess): void => {
      const { checkpoints, checkpoint } = layoutOf(latest(cwd));
      watched = watch(checkpoints, () => {
        child.kill('SIGSTOP');
        child.kill(existsSync(`${checkpoint(name)}.tmp`) ? 'SIGKILL' : 'SIGCONT');
      });
    };
    const { code } = await modelwright(start, {
      cwd,
      onOutput: (child, text) => {
        if (watched === undefined && text.includes('"k":"start"')) lookAt(child);
      },
    });
    watched?.close();
    if (code === null) return cwd;
  }
}

describe('a run that can not go on', () => {
  it('says why', async () => {
    const cwd = newProject();
    const refused = async (args: readonly string[], message: string): Promise<void> => {
      const { code, stdout, stderr } = await modelwright(['train', ...args], { cwd });
      expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error ${message}\n` });
    };
    const runs = runsDirectory(join(cwd, 'digits.model.ts'));
    await refused(['--resume', 'latest'], `There is no run 'latest' in ${runs}. There are none yet.`);
    await modelwright([...start, '--epochs', '1'], { cwd });
    const run = basename(latest(cwd));
    await refused(['--resume', run.slice(0, 5), '--seed', '2'], 'A run goes on with its own settings: leave out --seed.');
    await refused(['--resume', 'latest'], `The run ${run} has reached its end. Start a new one to train longer.`);
    await refused(['--resume', '1999'], `There is no run '1999' in ${runs}. The latest is ${run}.`);
  });
});
