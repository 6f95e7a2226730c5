/** What every engine promises beside right numbers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine, Tensors } from '../../src/engines/engine';
import { inputPort, lossPort, outputPort } from '../../src/ir/step';
import { initialState } from '../../src/program/initial-state';
import { graph } from '../program/support';
import { engines } from './engines';
import { batchOf, cnn, evaluation, rate, trainingStep } from './steps';

const step = trainingStep(cnn);
const start = initialState(cnn, step, 3);

const run = (engine: Engine, size: number, at: number): Promise<Tensors> =>
  engine.run('train', { inputs: { ...batchOf(cnn, size, at), ...rate(1e-3) }, seed: 9, step: at });

for (const { title, name, start: open, isHere, failure } of engines) {
  describe.skipIf(!isHere)(title, () => {
    describe('an engine', () => {
      let engine: Engine;
      beforeAll(async () => {
        engine = await open();
        await engine.load('train', step);
        await engine.load('evaluate', evaluation(cnn));
        await engine.writeState(start);
      });
      afterAll(() => engine.close());

      test('names itself and its threads', () => {
        expect([engine.name, engine.device, engine.threads]).toEqual([name, 'cpu', 2]);
        expect(engine.version).toMatch(/^\d+\.\d+\.\d+/);
      });

      test('serves every batch size with the same programs', async () => {
        for (const size of [128, 37, 1]) {
          const { [outputPort(0)]: scores } = await engine.run('evaluate', { inputs: batchOf(cnn, size, 0), seed: 0, step: 0 });
          expect(scores?.shape).toEqual([size, 5]);
          expect(Object.keys(await run(engine, size, 1))).toContain(lossPort(0));
        }
      });

      test('shares the state: what training changes, evaluation sees, and may be written back', async () => {
        await engine.writeState(start);
        const lossOf = async (): Promise<number> => {
          const { [lossPort(0)]: loss } = await engine.run('evaluate', { inputs: batchOf(cnn, 16, 0), seed: 0, step: 0 });
          return loss?.data[0] as number;
        };
        const before = await lossOf();
        for (let at = 0; at < 30; at++) await run(engine, 16, 0);
        const saved = await engine.readState();
        const after = await lossOf();
        expect(after).toBeLessThan(before - 0.1);
        await engine.writeState(start);
        expect(await lossOf()).toBe(before);
        await engine.writeState(saved);
        expect(await lossOf()).toBe(after);
        // What was written and read is the caller's.
        expect(start['dense_1/kernel']?.data.length).toBeGreaterThan(0);
        expect(saved['dense_1/kernel']?.data).not.toEqual(start['dense_1/kernel']?.data);
      });

      test('answers runs that were asked for together in order', async () => {
        await engine.writeState(start);
        const steps = Array.from({ length: 6 }, (_, at) => run(engine, 8, at));
        const states = [engine.readState(), run(engine, 8, 6), engine.readState()] as const;
        const losses = await Promise.all(steps);
        const [between, , behind] = await Promise.all(states);
        expect(new Set(losses.map(({ [lossPort(0)]: loss }) => loss?.data[0])).size).toBe(6);
        expect(between['objective/0/iterations']?.data[0]).toBe(6);
        expect(behind['objective/0/iterations']?.data[0]).toBe(7);
      });

      test('takes the buffers of its feeds, but no more than the feeds', async () => {
        const images = new Float32Array(4 * 17 * 15);
        const labels = Int32Array.of(0, 1, 2, 3);
        const x = { shape: [2, 17, 15, 1], dtype: 'float32', data: images.subarray(17 * 15, 3 * 17 * 15) } as const;
        const target = { shape: [4], dtype: 'int32', data: labels } as const;
        const inputs = { ...batchOf(cnn, 2, 0), [inputPort('x')]: x };
        await engine.run('evaluate', { inputs, seed: 0, step: 0 });
        expect(images.length).toBe(4 * 17 * 15);
        await engine.run('evaluate', { inputs: { ...batchOf(cnn, 4, 0), 'target/0': target }, seed: 0, step: 0 });
        expect(labels.length).toBe(0);
      });

      describe('refuses, and goes on', () => {
        const refused = async (inputs: Tensors): Promise<string> => {
          const before = await engine.readState();
          const error = await engine.run('train', { inputs, seed: 0, step: 1 }).then(
            () => '',
            (reason: Error) => reason.message,
          );
          expect(await engine.readState()).toEqual(before);
          await run(engine, 3, 1);
          return error;
        };
        const images = (...shape: number[]) => ({
          [inputPort('x')]: { shape, dtype: 'float32', data: new Float32Array(shape.reduce((a, b) => a * b, 1)) } as const,
        });

        test.each([
          ['a missing input', { ...batchOf(cnn, 2, 0) }, 'rate/0 is missing.'],
          ['another input', { ...batchOf(cnn, 2, 0), ...rate(1), more: rate(1)['rate/0'] }, "There is no input 'more'."],
          [
            'another type',
            { ...batchOf(cnn, 2, 0), ...rate(1), 'target/0': { shape: [2], dtype: 'float32', data: new Float32Array(2) } },
            'target/0 has to be int32, got float32.',
          ],
          ['another size', { ...batchOf(cnn, 2, 0), ...rate(1), ...images(2, 17, 16, 1) }, 'got [2, 17, 16, 1].'],
          ['two batch sizes', { ...batchOf(cnn, 2, 0), ...rate(1), ...images(3, 17, 15, 1) }, 'where batch is'],
          [
            'a wrong number of entries',
            { ...batchOf(cnn, 2, 0), ...rate(1), 'target/0': { shape: [2], dtype: 'int32', data: new Int32Array(3) } },
            'target/0 has 3 entries, and [2] needs 2.',
          ],
          ['no rows', { ...batchOf(cnn, 0, 0), ...rate(1) }, 'input/x is empty: its sizes are [0, 17, 15, 1].'],
        ] as [string, Tensors, string][])('%s', async (_, inputs, message) => {
          expect(await refused(inputs)).toContain(message);
        });

        test('a label that is no class', async () => {
          const inputs = {
            ...batchOf(cnn, 2, 0),
            ...rate(1),
            'target/0': { shape: [2], dtype: 'int32', data: Int32Array.of(0, 99) },
          } as const;
          expect(await refused(inputs)).toContain(failure);
        });

        test('a program that it does not know', async () => {
          await expect(engine.run('test', { inputs: {}, seed: 0, step: 0 })).rejects.toThrow("There is no program 'test'.");
        });

        test('state of another size', async () => {
          const saved = await engine.readState();
          const bias = { shape: [3], dtype: 'float32', data: new Float32Array(3) } as const;
          await engine.writeState({ 'conv2d_1/bias': bias });
          await expect(run(engine, 2, 1)).rejects.toThrow('conv2d_1/bias has to be float32 [4], got float32 [3].');
          await engine.writeState(saved);
          await run(engine, 2, 1);
        });
      });
    });

    describe('the same steps', () => {
      const train = async (): Promise<{ readonly losses: number[]; readonly state: Tensors }> => {
        const engine = await open();
        await engine.load('train', step);
        await engine.writeState(start);
        const results = await Promise.all(Array.from({ length: 12 }, (_, at) => run(engine, 33, at)));
        const state = await engine.readState();
        await engine.close();
        return { losses: results.map(({ [lossPort(0)]: loss }) => loss?.data[0] as number), state };
      };

      test('give the same bytes', async () => {
        expect(await train()).toEqual(await train());
      });

      test('depend on the seed of the random numbers and on the step', async () => {
        const engine = await open();
        const g = graph('noise');
        g.output('noise', g.mul(g.random('noise', [7]), g.scalar(1)));
        await engine.load('noise', g.finish());
        const draw = async (seed: number, at: number) => (await engine.run('noise', { inputs: {}, seed, step: at })).noise?.data;
        const first = await draw(1, 1);
        expect(await draw(1, 1)).toEqual(first);
        expect(await draw(2, 1)).not.toEqual(first);
        expect(await draw(1, 2)).not.toEqual(first);
        await engine.close();
      });
    });

    describe('a start or an end', () => {
      test('state has to be written before the first run', async () => {
        const engine = await open();
        await engine.load('train', step);
        await expect(run(engine, 2, 1)).rejects.toThrow(
          'conv2d_1/kernel has no value yet: write the state before the first run.',
        );
        await engine.close();
      });

      test('closing waits for what was asked, and ends the rest', async () => {
        const engine = await open();
        await engine.load('train', step);
        await engine.writeState(start);
        const last = run(engine, 8, 1);
        await engine.close();
        expect(Object.keys(await last)).toContain(lossPort(0));
        await expect(run(engine, 8, 2)).rejects.toThrow('The engine is closed.');
        await engine.close();
      });
    });
  });
}
