/** Engine and device, from the command line to the run: what is asked for is had, or refused in one paragraph. */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EngineRecord } from '../../src/protocol/engine';
import { isRefusal, REFUSAL_VARIABLE } from '../../src/protocol/refusal';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { findRun, listRuns, readCurves, readEvents, readRun, readStatus } from '../../src/runs/read';
import { tensorflow } from '../needs';
import { expectClose } from '../program/support';
import { BINDING, putPackage } from '../runtimes/folder';
import { modelwright, project } from './cli';

/** Plain SGD, whose numbers stay close together on different engines. */
const MODEL = `import { dense, digits, dropout, flatten, input, sequential, sgd, train } from 'modelwright';
const net = sequential([input([8, 8, 1]), flatten(), dense(32, { activation: 'relu' }), dropout(0.2), dense(10, { activation: 'softmax' })]);
export default train(net, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: sgd(0.1),
  metrics: ['accuracy'],
  epochs: 3,
  batchSize: 50,
});
`;

const NOTHING = 'TensorFlow is not installed; it often trains faster. Get it: modelwright runtime install';

const bare = (): string => project({ 'net.model.ts': MODEL });

/** A project with a runtime of its own. */
function withTensorflow(): string {
  const folder = bare();
  // lib/napi-v8/tfjs_binding.node
  const runtime = dirname(dirname(dirname(tensorflow ?? '')));
  mkdirSync(join(folder, 'node_modules/@tensorflow'), { recursive: true });
  symlinkSync(runtime, join(folder, 'node_modules/@tensorflow/tfjs-node'), 'junction');
  return folder;
}

const latest = (cwd: string): string => findRun(runsDirectory(join(cwd, 'net.model.ts')), 'latest');

const startsOf = (run: string) => readEvents(run).flatMap((event) => (event.k === 'start' ? [event] : []));

/** Values of a column, step by step. */
function columnOf(run: string, name: string): number[] {
  const { columns, rows, values } = readCurves(run);
  return Array.from({ length: rows }, (_, k) => values[k * columns.length + columns.indexOf(name)] ?? Number.NaN);
}

async function done(args: readonly string[], cwd: string): Promise<string> {
  const { code, stderr } = await modelwright(args, { cwd });
  expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
  return latest(cwd);
}

/** Trains until the third epoch has begun, and stops. */
async function begun(args: readonly string[], cwd: string): Promise<string> {
  let sent = false;
  const { code } = await modelwright([...args, '--json'], {
    cwd,
    onOutput(child, text) {
      if (sent || !text.includes('"epoch":2,"step":58,"values"')) return;
      sent = true;
      child.kill('SIGINT');
    },
  });
  expect(code).toBe(130);
  return latest(cwd);
}

describe('without a runtime', () => {
  it('auto is the engine that comes along, and says why', async () => {
    const run = await done(['train', 'net.model.ts', '--threads', '1', '--epochs', '1'], bare());
    const engine: EngineRecord = { name: 'onnxruntime', version: '1.30.0', device: 'cpu', threads: 1, note: NOTHING };
    expect(readRun(run).engine).toEqual(engine);
    expect(readStatus(run)).not.toHaveProperty('engine');
    expect(startsOf(run)).toMatchObject([{ engine: 'onnxruntime', engineVersion: '1.30.0', device: 'cpu', engineNote: NOTHING }]);
  });

  it('says nothing of it where an engine was named', async () => {
    const run = await done(['train', 'net.model.ts', '--engine', 'onnxruntime', '--threads', '1', '--epochs', '1'], bare());
    expect(readRun(run).engine).toEqual({ name: 'onnxruntime', version: '1.30.0', device: 'cpu', threads: 1 });
  });

  it.each([
    [
      ['--device', 'gpu'],
      "--device gpu can't be had here; --device auto takes what there is. No NVIDIA driver was found, and TensorFlow uses no other GPU. More: modelwright runtime",
    ],
    [
      ['--device', 'gpu', '--engine', 'onnxruntime'],
      "--engine onnxruntime --device gpu can't be had: onnxruntime computes on the CPU only. Leave out --engine, so that TensorFlow may be chosen, or take --device auto.",
    ],
    [['--engine', 'tensorflow'], `--engine tensorflow can't be had here; --engine auto takes what there is. ${NOTHING}`],
  ])('%j is refused, to the editor too, and leaves no run', async (options, message) => {
    const cwd = bare();
    const path = join(cwd, 'refusal.json');
    const args = ['train', 'net.model.ts', ...options];
    // No nvidia-smi, whatever the machine has.
    const env = { [REFUSAL_VARIABLE]: path, PATH: '' };
    const { code, stdout, stderr } = await modelwright(args, { cwd, env });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `error ${message}\n` });
    expect(listRuns(runsDirectory(join(cwd, 'net.model.ts')))).toEqual([]);
    const refusal: unknown = JSON.parse(readFileSync(path, 'utf8'));
    expect(isRefusal(refusal) && refusal).toEqual({ v: 1, message, engine: true });
  });
});

describe('a run that goes on, is evaluated or asked', () => {
  it('takes its own engine, or the one that is named', async () => {
    const cwd = bare();
    const run = await begun(['train', 'net.model.ts', '--engine', 'onnxruntime', '--threads', '1'], cwd);
    const first = readRun(run);
    await done(['train', '--resume', 'latest', '--engine', 'interpreter'], cwd);
    expect(readRun(run)).toEqual(first);
    expect(readStatus(run).engine).toEqual({ name: 'interpreter', device: 'cpu', threads: 1 });
    expect(startsOf(run).map(({ engine }) => engine)).toEqual(['onnxruntime', 'interpreter']);
    const whole = await done(['train', 'net.model.ts', '--engine', 'onnxruntime', '--threads', '1'], cwd);
    expectClose(columnOf(run, 'loss'), columnOf(whole, 'loss'), 1e-3, 'loss');
    const shown = await modelwright(['runs', 'show', first.id], { cwd });
    expect(shown.stdout).toMatch(/engine +interpreter · cpu · 1 thread\n/);
    expect(shown.stdout).toMatch(/begun with +onnxruntime 1\.30\.0 · cpu · 1 thread\n/);
    for (const engine of ['interpreter', 'onnxruntime']) {
      const { code, stdout } = await modelwright(['evaluate', first.id, '--json', '--engine', engine], { cwd });
      expect({ code, rows: JSON.parse(stdout).rows }).toEqual({ code: 0, rows: 180 });
    }
  });

  it('is refused what can not be had, with its name', async () => {
    const cwd = bare();
    const run = await begun(['train', 'net.model.ts', '--engine', 'onnxruntime', '--threads', '1'], cwd);
    for (const command of [['train', '--resume'], ['evaluate']]) {
      const { code, stderr } = await modelwright([...command, 'latest', '--engine', 'tensorflow'], { cwd });
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: `error --engine tensorflow can't be had here; --engine auto takes what there is. ${NOTHING}\n`,
      });
    }
    expect(readStatus(run).state).toBe('stopped');
  });
});

describe('a run that came from somebody', () => {
  it('is not asked with a library that it brings along', async () => {
    const cwd = bare();
    const run = await done(['train', 'net.model.ts', '--engine', 'onnxruntime', '--threads', '1', '--epochs', '1'], cwd);
    putPackage(run, '@tensorflow/tfjs-node', [BINDING]);
    const record = readRun(run);
    const file = `.modelwright/runs/${record.id}/source/net.model.ts`;
    writeFileSync(layoutOf(run).run, JSON.stringify({ ...record, source: { ...record.source, file } }));
    expect(await modelwright(['evaluate', 'latest', '--engine', 'tensorflow'], { cwd })).toEqual({
      code: 2,
      stdout: '',
      stderr: `error --engine tensorflow can't be had here; --engine auto takes what there is. ${NOTHING}\n`,
    });
  });
});

describe.skipIf(tensorflow === undefined)('[tensorflow] with a runtime', () => {
  it('auto trains with it, and the run says so', async () => {
    const run = await done(['train', 'net.model.ts', '--epochs', '1'], withTensorflow());
    expect(readRun(run).engine).toEqual({
      name: 'tensorflow',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      device: 'cpu',
      threads: expect.any(Number),
    });
  });

  it('a GPU that is not there is refused', async () => {
    const cwd = withTensorflow();
    const { code, stderr } = await modelwright(['train', 'net.model.ts', '--device', 'gpu'], { cwd, env: { PATH: '' } });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr:
        "error --device gpu can't be had here; --device auto takes what there is. No NVIDIA driver was found, and TensorFlow uses no other GPU. More: modelwright runtime\n",
    });
  });

  it.each([
    ['tensorflow', 'onnxruntime'],
    ['onnxruntime', 'tensorflow'],
  ])('a run that was begun on %s goes on with %s as if nothing had happened', async (first, second) => {
    const cwd = withTensorflow();
    const options = ['--threads', '1'];
    const whole = await done(['train', 'net.model.ts', '--engine', first, ...options], cwd);
    const run = await begun(['train', 'net.model.ts', '--engine', first, ...options], cwd);
    await done(['train', '--resume', 'latest', '--engine', second, ...options], cwd);
    expect(startsOf(run).map(({ engine }) => engine)).toEqual([first, second]);
    expect(readStatus(run).engine).toMatchObject({ name: second });
    for (const name of ['loss', 'accuracy']) expectClose(columnOf(run, name), columnOf(whole, name), 1e-3, name);
  });

  it('a run whose engine is gone says so, and goes on with what there is where that is asked for', async () => {
    const cwd = withTensorflow();
    const run = await begun(['train', 'net.model.ts', '--threads', '1'], cwd);
    rmSync(join(cwd, 'node_modules'), { recursive: true });
    const message = `The run ${readRun(run).id} was trained by tensorflow on the CPU, which can't be had here; --engine auto --device auto takes what there is. ${NOTHING}`;
    for (const command of [['train', '--resume'], ['evaluate']]) {
      const { code, stderr } = await modelwright([...command, 'latest'], { cwd });
      expect({ code, stderr }).toEqual({ code: 2, stderr: `error ${message}\n` });
    }
    await done(['train', '--resume', 'latest', '--engine', 'auto'], cwd);
    expect(readStatus(run).engine).toMatchObject({ name: 'onnxruntime', note: NOTHING });
  });
});
