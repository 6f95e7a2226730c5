/** A training that is told what to do from outside, over its socket. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import { EXIT_CODES } from '../../src/protocol/exit-codes';
import { askRun, controlEndpoints } from '../../src/runs/control';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { findRun, readCurves, readEvents, readStatus } from '../../src/runs/read';
import { decodeCheckpoint } from '../../src/trainer/checkpoint';
import { example, modelwright, project, type Result } from './cli';

const digits = readFileSync(example('digits.model.ts'), 'utf8');

/** Starts a long training, and gives its directory once it is under way. */
async function running(options: readonly string[] = []) {
  const cwd = project({ 'digits.model.ts': digits });
  let kill = (_signal: NodeJS.Signals): void => {};
  let began = (): void => {};
  const underWay = new Promise<void>((resolve) => {
    began = resolve;
  });
  const ended = modelwright(['train', 'digits.model.ts', '--json', '--threads', '1', '--epochs', '500', ...options], {
    cwd,
    onOutput(child, text) {
      kill = (signal) => void child.kill(signal);
      if (text.includes('"k":"epoch"')) began();
    },
  });
  await Promise.race([underWay, ended]);
  const directory = findRun(runsDirectory(join(cwd, 'digits.model.ts')), 'latest');
  const control = (...words: readonly string[]): Promise<Result> => modelwright(['control', 'latest', ...words], { cwd });
  const told = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await control(...words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  };
  return { cwd, directory, control, told, ended, kill: (signal: NodeJS.Signals) => kill(signal) };
}

const pointOf = (directory: string) => decodeCheckpoint(readFileSync(layoutOf(directory).checkpoint('last'))).point;

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Sends a line to the socket as anybody could who found it. */
const say = (endpoint: string, line: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(endpoint);
    let text = '';
    socket.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
    });
    socket.on('error', reject).on('close', () => resolve(text));
    socket.write(line);
  });

describe('control', () => {
  it('pauses, saves, changes the learning rate, goes on and stops', async () => {
    const { directory, told, control, ended } = await running();
    expect(await told('pause')).toMatch(/^Paused after step [\d,]+, and saved\.\n$/);
    expect(readStatus(directory).state).toBe('paused');
    const { step } = pointOf(directory);
    await later(300);
    expect(readStatus(directory)).toMatchObject({ state: 'paused', step });
    expect(readCurves(directory).rows).toBe(step);

    expect(await told('rate', '2.5e-4')).toBe(`The learning rate is 0.00025 from step ${step} on.\n`);
    expect(pointOf(directory)).toMatchObject({ step, rate: { fixed: 2.5e-4, scale: 1 } });
    expect(await told('checkpoint')).toBe(`Saved after step ${step}.\n`);
    expect(await told('pause')).toBe(`Paused after step ${step}, and saved.\n`);
    expect(await told('resume')).toBe(`Goes on after step ${step}.\n`);
    while (readCurves(directory).rows <= step) await later(20);
    expect(await told('checkpoint')).toMatch(/^Saved after step [\d,]+\.\n$/);
    expect(pointOf(directory).step).toBeGreaterThan(step);
    expect(await told('stop')).toBe('Stops after the steps that are queued, and saves.\n');
    const { code, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: EXIT_CODES.stopped, stderr: '' });

    const events = readEvents(directory);
    const controls = events.filter((event): event is Extract<RunEvent, { k: 'control' }> => event.k === 'control');
    expect(controls.map(({ action, by, value }) => [action, by, value])).toEqual([
      ['pause', 'control', undefined],
      ['rate', 'control', 2.5e-4],
      ['checkpoint', 'control', undefined],
      ['pause', 'control', undefined],
      ['resume', 'control', undefined],
      ['checkpoint', 'control', undefined],
      ['stop', 'control', undefined],
    ]);
    expect(readStatus(directory)).toMatchObject({ state: 'stopped', reason: { id: 'stopped-on-request' } });
    const { control: file } = layoutOf(directory);
    expect(existsSync(file)).toBe(false);
    const late = await control('pause');
    const message = `The run ${basename(directory)} has ended (stopped). There is nothing to control any more.`;
    expect(late).toEqual({ code: 1, stdout: '', stderr: `error ${message}\n` });
  });

  it('changes nothing by pausing: the weights are those of a training without', async () => {
    const whole = await running(['--epochs', '4']);
    const paused = await running(['--epochs', '4']);
    // Without a process of its own, which might come too late.
    for (const action of ['pause', 'resume'] as const)
      expect(await askRun(paused.directory, { action })).toMatchObject({ ok: true });
    expect(await Promise.all([whole.ended, paused.ended])).toMatchObject([{ code: 0 }, { code: 0 }]);
    const last = (directory: string): Buffer => readFileSync(layoutOf(directory).checkpoint('last'));
    expect(last(paused.directory).equals(last(whole.directory))).toBe(true);
  });

  it('is for the user alone, and for who knows the token', async () => {
    const { directory, ended, kill } = await running();
    const { control } = layoutOf(directory);
    const { endpoint } = JSON.parse(readFileSync(control, 'utf8'));
    for (const path of [control, endpoint]) expect(statSync(path).mode & 0o777).toBe(0o600);
    const refused = { v: 1, ok: false, message: { id: 'control-refused' } };
    const wrong = [{ v: 1, token: 'a guess', action: 'stop' }, { action: 'stop' }, 'stop'];
    for (const request of wrong) expect(JSON.parse(await say(endpoint, `${JSON.stringify(request)}\n`))).toMatchObject(refused);
    expect(JSON.parse(await say(endpoint, 'x'.repeat(5000)))).toMatchObject(refused);
    expect(readStatus(directory).state).toBe('running');
    kill('SIGINT');
    expect((await ended).code).toBe(130);
  });

  it('says what it does not understand, and where nobody is left to hear it', async () => {
    const { cwd, directory, control, ended, kill } = await running();
    const refused = async (words: readonly string[], message: string, exitCode = 2): Promise<void> => {
      expect(await control(...words)).toEqual({ code: exitCode, stdout: '', stderr: `error ${message}\n` });
    };
    await refused(['puase'], "A run can't be told to 'puase'. Did you mean pause?");
    await refused(['dance'], "A run can't be told to 'dance'. It knows: pause, resume, stop, checkpoint, rate.");
    await refused(['rate'], 'rate takes a learning rate, such as 1e-4.');
    await refused(['rate', 'fast'], "rate takes a learning rate, such as 1e-4, but got 'fast'.");
    await refused(['pause', 'now'], "pause takes nothing more, but got 'now'.");
    await refused([], 'Which run, and what is it to do? modelwright control <run> pause|resume|stop|checkpoint|rate <value>');
    const unknown = await modelwright(['control', '1999', 'pause'], { cwd });
    expect(unknown).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error There is no run '1999' in .+\n$/),
    });
    kill('SIGKILL');
    await ended;
    const run = basename(directory);
    const dead = `The run ${run} is not training any more: its process ended without a word. Go on with it: modelwright train --resume ${run}`;
    await refused(['pause'], dead, 1);
  });
});

describe('the place of the socket', () => {
  it('is the run directory, or a short one where the path would be too long', () => {
    expect(controlEndpoints('/home/user/run', 'linux')[0]).toBe('/home/user/run/control.sock');
    const [first = ''] = controlEndpoints(`/home/user/${'long/'.repeat(30)}run`, 'linux');
    expect(first.startsWith(join(tmpdir(), 'modelwright-'))).toBe(true);
    expect(controlEndpoints('C:\\runs\\run', 'win32')).toEqual([
      expect.stringMatching(/^\\\\\.\\pipe\\modelwright-[0-9a-f]{16}$/),
    ]);
  });
});
