/** What is TensorFlow's own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chooseThreads } from '../../src/engines/choose-threads';
import { createTensorflowEngine } from '../../src/engines/tensorflow/engine';
import { startTrial } from '../../src/engines/tensorflow/trial';
import { lossPort } from '../../src/ir/step';
import { initialState } from '../../src/program/initial-state';
import { tensorflow } from '../needs';
import { graph } from '../program/support';
import { batchOf, cnn, evaluation, mlp, phrases, rate, trainingStep } from './steps';
import { startTensorflow, tensorflowOptions } from './support';

describe.skipIf(tensorflow === undefined)('[tensorflow]', () => {
  const step = trainingStep(cnn);
  const start = initialState(cnn, step, 3);

  test('has one session for all programs, and no tensor between two requests, whatever failed', async () => {
    const engine = await startTensorflow();
    await engine.load('train', step);
    await engine.load('evaluate', evaluation(cnn));
    await engine.writeState(start);
    for (const size of [5, 2]) {
      await engine.run('evaluate', { inputs: batchOf(cnn, size, 0), seed: 0, step: 0 });
      await engine.run('train', { inputs: { ...batchOf(cnn, size, 0), ...rate(1e-3) }, seed: 0, step: 0 });
    }
    const wrong = {
      ...batchOf(cnn, 1, 0),
      ...rate(1),
      'target/0': { shape: [1], dtype: 'int32', data: Int32Array.of(9) },
    } as const;
    await expect(engine.run('train', { inputs: wrong, seed: 0, step: 0 })).rejects.toThrow('train failed in TensorFlow');
    await engine.readState();
    expect(await engine.statistics()).toEqual({ sessions: 1, tensors: 0 });
    await engine.close();
  });

  test('goes on with its state where a program comes in between two steps', async () => {
    const results = [];
    for (const loadsMore of [false, true]) {
      const engine = await startTensorflow();
      await engine.load('train', step);
      await engine.writeState(start);
      const run = (at: number) => engine.run('train', { inputs: { ...batchOf(cnn, 8, at), ...rate(1e-3) }, seed: 4, step: at });
      const first = await run(1);
      if (loadsMore) await engine.load('evaluate', evaluation(cnn));
      results.push({ first, second: await run(2), state: await engine.readState() });
      await engine.close();
    }
    expect(results[1]).toEqual(results[0]);
  });

  test('refuses a program that it can not write, and keeps the others', async () => {
    const engine = await startTensorflow();
    await engine.load('train', step);
    await engine.writeState(start);
    const [node, ...others] = step.nodes;
    const odd = { ...step, nodes: [{ ...node, op: 'fold' }, ...others] } as typeof step;
    await expect(engine.load('odd', odd)).rejects.toThrow("'fold' can't be written for TensorFlow");
    const inputs = { ...batchOf(cnn, 2, 1), ...rate(1e-3) };
    expect(Object.keys(await engine.run('train', { inputs, seed: 1, step: 1 }))).toContain(lossPort(0));
    await engine.close();
  });

  test('takes and keeps bytes, and gives truth values as bytes', async () => {
    const engine = await startTensorflow();
    const g = graph('bytes');
    const pixels = g.input('pixels', { shape: [3], dtype: 'uint8' });
    const floats = g.cast(pixels, 'float32');
    g.output('scaled', g.mul(floats, g.scalar(1 / 255)));
    g.output('bright', g.greater(floats, g.scalar(127)));
    const kept = g.state('kept', { shape: [3], dtype: 'uint8' });
    g.output('before', kept);
    g.update(kept, pixels);
    const program = g.finish();
    await engine.load('bytes', program);
    await engine.writeState({ kept: { shape: [3], dtype: 'uint8', data: Uint8Array.of(1, 2, 3) } });
    const inputs = { pixels: { shape: [3], dtype: 'uint8', data: Uint8Array.of(0, 128, 255) } } as const;
    const { scaled, bright, before } = await engine.run('bytes', { inputs: structuredClone(inputs), seed: 0, step: 0 });
    expect(scaled?.data).toEqual(Float32Array.of(0, 128 / 255, 1));
    expect(bright).toEqual({ shape: [3], dtype: 'bool', data: Uint8Array.of(0, 1, 1) });
    expect(before).toEqual({ shape: [3], dtype: 'uint8', data: Uint8Array.of(1, 2, 3) });
    // Into another session, with all that this one has.
    await engine.load('again', program);
    const again = await engine.run('again', { inputs, seed: 0, step: 0 });
    expect(again.before).toEqual({ shape: [3], dtype: 'uint8', data: Uint8Array.of(0, 128, 255) });
    await engine.close();
  });

  test('has one set of settings for each process', async () => {
    const engine = await startTensorflow();
    await expect(createTensorflowEngine({ ...tensorflowOptions, threads: 7 })).rejects.toThrow(
      "TensorFlow was loaded with threads 2 in this process, and can't have 7 in the same.",
    );
    await engine.close();
  });

  test.each([mlp, phrases])('times numbers of threads in processes of their own: $name', async (network) => {
    const program = trainingStep(network);
    const state = initialState(network, program, 1);
    const feeds = () => ({ inputs: { ...batchOf(network, 8, 1), ...rate(1e-3) }, seed: 1, step: 1 });
    const chosen = await chooseThreads(
      (threads) => startTrial({ ...tensorflowOptions, threads }, { program, state, feeds }),
      [1, 2],
    );
    expect([1, 2]).toContain(chosen);
    expect(state).toEqual(initialState(network, program, 1));
  });

  describe('says why it could not be tried', () => {
    const program = trainingStep(mlp);
    const trial = { program, state: initialState(mlp, program, 1), feeds: () => ({ inputs: {}, seed: 1, step: 1 }) };
    const tried = (options: object) =>
      chooseThreads((threads) => startTrial({ ...tensorflowOptions, ...options, threads }, trial), [1, 2]);

    test('where there is no library', async () => {
      await expect(tried({ binding: '/nowhere/tfjs_binding.node' })).rejects.toThrow('/nowhere/tfjs_binding.node');
    });

    test('where the process breaks', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'modelwright-trial-'));
      const threadFile = join(folder, 'thread.js');
      writeFileSync(threadFile, 'process.exit(3)');
      await expect(tried({ threadFile })).rejects.toThrow('it ended with code 3');
      rmSync(folder, { recursive: true });
    });
  });
});
