/** The TensorFlow engine in processes of its own: what a process has once, its memory, its end, and another Node.js. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { batchOf, mlp, rate, trainingStep } from '../engines/steps';
import { tensorflowOptions } from '../engines/support';
import { tensorflow, vscode } from '../needs';
import { expectClose } from '../program/support';
import { command, root } from './cli';
import type { Job, Told } from './tensorflow-job';

const folder = mkdtempSync(join(tmpdir(), 'modelwright-tensorflow-'));
const script = join(folder, 'job.cjs');
const program = trainingStep(mlp);
const state = initialState(mlp, program, 3);
const basic: Job = {
  options: tensorflowOptions,
  program,
  state,
  feeds: { inputs: { ...batchOf(mlp, 32, 1), ...rate(1e-2) }, seed: 1, step: 1 },
  steps: 20,
  times: 1,
};

beforeAll(async () => {
  const entryPoints = [join(root, 'test/process/tensorflow-job.ts')];
  await esbuild.build({ entryPoints, outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20' });
});
afterAll(() => rmSync(folder, { recursive: true }));

async function told(job: Partial<Job>, { node = process.execPath, env = {} } = {}): Promise<Told> {
  const file = join(folder, 'job');
  writeFileSync(file, serialize({ ...basic, ...job }));
  const { code, stdout, stderr } = await command(node, [script, file], { env });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Told;
}

function expectedLosses(): number[] {
  let current: NonNullable<Parameters<typeof interpret>[1]['state']> = state;
  return Array.from({ length: basic.steps }, (_, at) => {
    const { outputs, state: after } = interpret(program, { ...basic.feeds, state: current, step: at + 1 });
    current = after;
    return outputs['loss/0']?.data[0] as number;
  });
}

describe.skipIf(tensorflow === undefined)('[tensorflow] a process with the engine', () => {
  test('trains, says nothing of its own, and ends by itself', async () => {
    const result = await told({});
    expect(result).toMatchObject({ node: process.version, device: 'cpu', tensors: 0 });
    if ('refused' in result) throw new Error(result.message);
    expect(result.version).toMatch(/^2\.\d+\.\d+/);
    expectClose(result.losses, expectedLosses(), 1e-3, 'losses');
  });

  test('opens it again and again', async () => {
    expect(await told({ times: 3 })).toMatchObject({ version: expect.stringMatching(/^2\./), tensors: 0 });
  });

  test('needs no more memory after ten thousand steps than after a thousand', async () => {
    const inputs = { ...batchOf(mlp, 512, 1), ...rate(1e-4) };
    const result = await told({ steps: 10_000, feeds: { ...basic.feeds, inputs } });
    if ('refused' in result) throw new Error(result.message);
    const [early = 0, late = 0] = result.memory;
    expect(early).toBeGreaterThan(0);
    // The batches of 9,000 steps would be 250 MB.
    expect((late - early) / 2 ** 20).toBeLessThan(64);
    expect(result.tensors).toBe(0);
  });

  test('without a GPU refuses to pretend that it had one', async () => {
    // Hidden, where there is one.
    const env = { CUDA_VISIBLE_DEVICES: '-1' };
    const result = await told({ options: { ...tensorflowOptions, device: 'gpu' } }, { env });
    expect(result).toMatchObject({ refused: 'EngineUnavailableError' });
    if ('message' in result) {
      expect(result.message).toMatch(
        /^TensorFlow 2\.\S+ of \S+tfjs_binding\.node finds no GPU that it can compute on\.\n.*runtime doctor/,
      );
    }
  });

  test.each([
    ['is missing', (): string => join(folder, 'missing.node'), /missing\.node: cannot open shared object file|no such file/],
    ['is something else', (): string => script, /invalid ELF header|not a valid|file too short/],
  ])('says so where the library %s', async (_, binding, reason) => {
    const result = await told({ options: { ...tensorflowOptions, binding: binding() } });
    expect(result).toMatchObject({ refused: 'EngineUnavailableError', message: expect.stringMatching(reason) });
    if ('message' in result) expect(result.message.split('\n')).toHaveLength(2);
  });
});

/** VS Code for tests comes with it. */
const lacks = tensorflow === undefined ? 'tensorflow' : 'vscode';
test.skipIf(tensorflow === undefined || vscode === undefined)(`[${lacks}] Node.js 24 trains the same`, async () => {
  const result = await told({}, { node: vscode?.node });
  if ('refused' in result) throw new Error(result.message);
  expect(result.node).toMatch(/^v24\./);
  expectClose(result.losses, expectedLosses(), 1e-3, 'losses');
});
