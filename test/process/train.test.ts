import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type EpochEvent, isRunEvent, type RunEvent } from '../../src/protocol/events';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { findRun, readCurves, readEvents, readStatus } from '../../src/runs/read';
import { cli, command, example, modelwright, project } from './cli';

const digits = readFileSync(example('digits.model.ts'), 'utf8');

/** A project of its own, so that its runs are too. */
const digitsProject = (): string => project({ 'digits.model.ts': digits });

const latestRun = (folder: string): string => findRun(runsDirectory(join(folder, 'digits.model.ts')), 'latest');

const eventsOf = (stdout: string): RunEvent[] =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('train --json', () => {
  it('prints the events, and nothing else', async () => {
    const cwd = digitsProject();
    const { code, stdout, stderr } = await modelwright(['train', 'digits.model.ts', '--json', '--epochs', '3'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const events = eventsOf(stdout);
    for (const event of events) expect(isRunEvent(event), JSON.stringify(event)).toBe(true);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at));
    expect(events[0]).toMatchObject({ k: 'start', model: 'digitsCnn', epochs: 3, seed: 1, engine: 'onnxruntime', device: 'cpu' });
    const epochs = events.filter((event): event is EpochEvent => event.k === 'epoch');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    const losses = epochs.map(({ values }) => values['loss'] ?? Number.NaN);
    expect(losses[2]).toBeLessThan((losses[0] ?? 0) / 2);
    expect(events.find(({ k }) => k === 'evaluation')).toMatchObject({ split: 'test', rows: 180 });
    expect(events.at(-1)).toMatchObject({ k: 'end', state: 'done', exitCode: 0 });
    // The run holds the same, but for the steps.
    expect(readEvents(latestRun(cwd))).toEqual(events.filter(({ k }) => k !== 'step'));
  });

  it('gives the same curve for the same seed, and another for another', async () => {
    const curve = async (seed: string): Promise<Buffer> => {
      const cwd = digitsProject();
      const args = ['train', 'digits.model.ts', '--json', '--epochs', '2', '--seed', seed, '--threads', '1'];
      expect((await modelwright(args, { cwd })).code).toBe(0);
      const { columns, rows, values } = readCurves(latestRun(cwd));
      expect(rows).toBeGreaterThan(40);
      return Buffer.from(values.filter((_, at) => columns[at % columns.length] !== 'time').buffer);
    };
    const first = await curve('7');
    expect(first.equals(await curve('7'))).toBe(true);
    expect(first.equals(await curve('8'))).toBe(false);
  });
});

describe('train for people', () => {
  it('is plain lines in a pipe, and ends with the test', async () => {
    const cwd = digitsProject();
    const { code, stdout, stderr } = await modelwright(['train', 'digits.model.ts', '--epochs', '6'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/[\x1b\r]/);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^digitsCnn · 1,437 train, 180 validation, 180 test · seed 1$/);
    expect(lines[1]).toMatch(/^engine onnxruntime 1\.\d+\.\d+ · cpu · \d+ threads?$/);
    expect(lines[2]).toBe(' epoch  loss    accuracy  val_loss  val_accuracy');
    expect(lines.filter((line) => /^ +\d {2}\d\.\d{4} {2}\d\.\d{3} {5}\d\.\d{4} {4}\d\.\d{3}( ★)?$/.test(line))).toHaveLength(6);
    const accuracy = lines.find((line) => line.startsWith('test accuracy '));
    expect(Number(accuracy?.slice('test accuracy '.length))).toBeGreaterThan(0.9);
    expect(lines.at(-1)).toMatch(/^run \.modelwright[\\/]runs[\\/]/);
    expect(existsSync(join(cwd, lines.at(-1)?.slice('run '.length) ?? ''))).toBe(true);
  });

  it.skipIf(!existsSync('/usr/bin/script'))('moves in a terminal, and gives it back', async () => {
    const cwd = digitsProject();
    const typed = `stty cols 80 rows 30; "${process.execPath}" "${cli}" train digits.model.ts --epochs 3`;
    const { code, stdout } = await command('/usr/bin/script', ['-qec', typed, '/dev/null'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/━/);
    expect(stdout).toMatch(/steps\/s/);
    expect(stdout).toMatch(/[⠁-⣿]/);
    expect(stdout.lastIndexOf('\x1b[?25h')).toBeGreaterThan(stdout.lastIndexOf('\x1b[?25l'));
    expect(stdout).toMatch(/test accuracy 0\.\d{3}/);
  });
});

describe('a training that is stopped', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends in order at %s', async (signal) => {
    const cwd = digitsProject();
    let sent = false;
    const { code, stdout, stderr } = await modelwright(['train', 'digits.model.ts', '--json', '--epochs', '500'], {
      cwd,
      onOutput(child, text) {
        if (sent || !text.includes('"k":"epoch"')) return;
        sent = true;
        child.kill(signal);
      },
    });
    expect(stderr).toBe('');
    expect(code).toBe(130);
    const events = eventsOf(stdout);
    expect(events.find(({ k }) => k === 'control')).toMatchObject({ action: 'stop', by: signal });
    expect(events.at(-1)).toMatchObject({ k: 'end', state: 'stopped', exitCode: 130 });
    const run = latestRun(cwd);
    expect(readStatus(run)).toMatchObject({ state: 'stopped', exitCode: 130 });
    expect(readEvents(run).at(-1)).toEqual(events.at(-1));
    expect(readCurves(run).rows).toBeGreaterThan(40);
    expect(existsSync(layoutOf(run).checkpoint('last'))).toBe(true);
  });

  it('ends in order when nobody reads any more', async () => {
    const cwd = digitsProject();
    const typed = `"${process.execPath}" "${cli}" train digits.model.ts --json --epochs 500 | head -n 2`;
    const { stdout, stderr } = await command('/bin/sh', ['-c', typed], { cwd });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(readStatus(latestRun(cwd))).toMatchObject({ state: 'stopped' });
  });
});

describe('a training that cannot begin', () => {
  const two =
    digits.replace('export default train(', 'export const quick = train(') +
    digits.slice(digits.indexOf('export default train('));

  it.each([
    ['digits.model.ts#slow', 'digits.model.ts has no training named slow. It has: default.', 2],
    ['digits.model.ts#defualt', 'digits.model.ts has no training named defualt. Did you mean digits.model.ts#default?', 2],
    ['two.model.ts', 'two.model.ts has 2 trainings. Name one: two.model.ts#default, two.model.ts#quick', 2],
    ['model.model.ts', 'model.model.ts exports no training. Write: export default train(model, { data, loss, optimizer })', 2],
    ['none.model.ts', 'There is no file none.model.ts.', 2],
  ])('%s: %s', async (target, message, exitCode) => {
    const model = digits.slice(0, digits.indexOf('export default train('));
    const cwd = project({ 'digits.model.ts': digits, 'two.model.ts': two, 'model.model.ts': model });
    const { code, stdout, stderr } = await modelwright(['train', target], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: exitCode, stdout: '', stderr: `error ${message}\n` });
    expect(existsSync(join(cwd, '.modelwright'))).toBe(false);
  });

  it('shows what is wrong with the model', async () => {
    const cwd = project({ 'digits.model.ts': digits.replace('dense(10,', 'dense(9,') });
    const { code, stdout, stderr } = await modelwright(['train', 'digits.model.ts', '--json'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^digits\.model\.ts:\d+:\d+ {2}error {2}target-classes\n/);
    expect(stderr).toMatch(/\nerror digits\.model\.ts has 1 error\. A training starts only without any\.\n$/);
  });

  it.each([
    [['--epochs', '0'], "--epochs is a whole number of at least 1, but got '0'."],
    [['--engine', 'onxruntime'], "--engine is one of auto, tensorflow, onnxruntime, interpreter, but got 'onxruntime'."],
    [['--device', 'tpu'], "--device is one of auto, cpu, gpu, but got 'tpu'."],
    [['--ephocs', '3'], 'modelwright train has no option --ephocs. Did you mean --epochs?'],
  ])('%j: %s', async (options, message) => {
    const { code, stdout, stderr } = await modelwright(['train', 'digits.model.ts', ...options], { cwd: digitsProject() });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error ${message}\n` });
  });
});

describe('the reference interpreter', () => {
  it('trains too, slowly', async () => {
    const small = `import { dense, digits, flatten, input, sequential, train } from 'modelwright';
const net = sequential([input([8, 8, 1]), flatten(), dense(10, { activation: 'softmax' })]);
export default train(net, { data: digits().normalize().split({ validation: 0.1 }), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });
`;
    const cwd = project({ 'digits.model.ts': small });
    const { code, stdout } = await modelwright(['train', 'digits.model.ts', '--engine', 'interpreter', '--epochs', '1'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/\nengine interpreter · cpu · 1 thread\n/);
  });
});
