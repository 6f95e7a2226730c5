/** What is onnxruntime's own. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseThreads, runnerOf } from '../../src/engines/choose-threads';
import { EngineUnavailableError } from '../../src/engines/errors';
import { createOnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { initialState } from '../../src/program/initial-state';
import { batchOf, cnn, evaluation, mlp, rate, trainingStep, wide } from './steps';
import { startEngine, threadFile } from './support';

test('one session for each program serves every batch size', async () => {
  const engine = await startEngine();
  const step = trainingStep(cnn);
  await engine.load('train', step);
  await engine.load('evaluate', evaluation(cnn));
  await engine.writeState(initialState(cnn, step, 3));
  for (const size of [5, 2]) await engine.run('evaluate', { inputs: batchOf(cnn, size, 0), seed: 0, step: 0 });
  expect(await engine.statistics()).toMatchObject({ sessions: 2 });
  await engine.close();
});

test.each([
  [1, cnn],
  [2, cnn],
  [2, wide],
] as const)('the same steps give the same bytes with %i threads: $1.name', async (threads, network) => {
  const train = async () => {
    const engine = await startEngine(threads);
    const step = trainingStep(network);
    await engine.load('train', step);
    await engine.writeState(initialState(network, step, 3));
    const inputs = (at: number) => ({ ...batchOf(network, 33, at), ...rate(1e-3) });
    const results = await Promise.all(
      Array.from({ length: 12 }, (_, at) => engine.run('train', { inputs: inputs(at), seed: 9, step: at })),
    );
    const state = await engine.readState();
    await engine.close();
    return { results, state };
  };
  expect(await train()).toEqual(await train());
});

test('a machine without onnxruntime is told the way out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'engine-'));
  const lonely = join(folder, 'thread.js');
  await copyFile(threadFile, lonely);
  const failure = await createOnnxruntimeEngine({ threadFile: lonely }).catch((error: unknown) => error);
  await rm(folder, { recursive: true });
  expect(failure).toBeInstanceOf(EngineUnavailableError);
  expect((failure as Error).message).toMatch(/^onnxruntime-node can't be loaded: Cannot find module 'onnxruntime-node'/);
  expect((failure as Error).message).toContain('onnxruntime-node-install=skip');
});

test('choosing threads leaves the state alone', async () => {
  const program = trainingStep(mlp);
  const state = initialState(mlp, program, 1);
  const feeds = () => ({ inputs: { ...batchOf(mlp, 8, 1), ...rate(1e-3) }, seed: 1, step: 1 });
  const threads = await chooseThreads(async (count) => runnerOf(await startEngine(count), { program, state, feeds }), [1, 2]);
  expect([1, 2]).toContain(threads);
  expect(state).toEqual(initialState(mlp, program, 1));
});
