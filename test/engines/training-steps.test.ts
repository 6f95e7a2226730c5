/** Whole training steps in every engine against the interpreter. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, Tensors } from '../../src/engines/engine';
import type { Network } from '../../src/ir/network';
import type { Program } from '../../src/ir/program';
import { gradientPort, lossPort, metricPort } from '../../src/ir/step';
import type { Optimizer } from '../../src/ir/training';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { tensorflow } from '../needs';
import { expectClose } from '../program/support';
import { engines } from './engines';
import { batchOf, cnn, endingIn, losses, mlp, phrases, rate, residual, targetsOf, trainingStep } from './steps';
import { startEngine, startTensorflow, toEngine } from './support';

const STEPS = 50;
const SEED = 9;

const sgd = (momentum: number, nesterov = false): Optimizer => ({ kind: 'sgd', learningRate: 1, momentum, nesterov });
const adam: Optimizer = { kind: 'adam', learningRate: 1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const optimizers = { sgd: sgd(0), momentum: sgd(0.9), nesterov: sgd(0.9, true), adam };

type Entries = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

function expectSame(actual: Entries, expected: Entries, tolerance: number, when: string): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data }] of Object.entries(expected)) {
    expectClose(actual[name]?.data ?? [], data, tolerance, `${name} ${when}`);
  }
}

for (const { title, start, isHere } of engines) {
  describe.skipIf(!isHere)(title, () => {
    let engine: Engine;
    beforeEach(async () => {
      engine = await start();
    });
    afterEach(() => engine.close());

    /** Each step from the state that the interpreter left, so that what differs does so at once. */
    async function follow(network: Network, program: Program, batch: (step: number) => Tensors): Promise<void> {
      await engine.load('train', program);
      let state: Tensors = initialState(network, program, 3);
      for (let step = 1; step <= STEPS; step++) {
        const inputs = { ...batch(step), ...rate(1e-2) };
        const expected = interpret(program, { inputs, state, seed: SEED, step });
        await engine.writeState(structuredClone(state));
        const outputs = await engine.run('train', { inputs, seed: SEED, step });
        expectSame(outputs, expected.outputs, 1e-4, `at step ${step}`);
        expect(Object.keys(outputs)).toEqual(
          expect.arrayContaining([lossPort(0), metricPort('right', 0), gradientPort('dense_1/kernel')]),
        );
        state = toEngine(expected.state);
        expectSame(await engine.readState(), state, 1e-4, `after step ${step}`);
      }
    }

    describe('agrees with the interpreter on losses, gradients, metrics and new weights', () => {
      test.each([mlp, cnn, residual, phrases])('$name', (network) =>
        follow(network, trainingStep(network, true, adam), (step) => batchOf(network, 8, step)),
      );

      test.each(Object.entries(optimizers))('with %s', (_, optimizer) =>
        follow(mlp, trainingStep(mlp, true, optimizer), (step) => batchOf(mlp, 8, step)),
      );

      test.each(losses)('with $kind of $activation', ({ activation, kind, fromLogits }) => {
        const network = endingIn(activation);
        const program = trainingStep(network, true, sgd(0), { kind, fromLogits, output: 0, weight: 1 });
        return follow(network, program, (step) => ({ ...batchOf(network, 8, step), ...targetsOf(kind, 8, step) }));
      });
    });

    test.each([mlp, cnn])('goes where the interpreter goes by itself: $name', async (network) => {
      const program = trainingStep(network, false, sgd(0));
      let state: Parameters<typeof interpret>[1]['state'] = initialState(network, program, 3);
      await engine.load('train', program);
      await engine.writeState(initialState(network, program, 3));
      for (let step = 1; step <= STEPS; step++) {
        const inputs = { ...batchOf(network, 8, step), ...rate(1e-2) };
        const expected = interpret(program, { inputs, state, seed: SEED, step });
        state = expected.state;
        expectSame(await engine.run('train', { inputs, seed: SEED, step }), expected.outputs, 1e-3, `at step ${step}`);
      }
      expectSame(await engine.readState(), state, 1e-3, 'at the end');
    });
  });
}

describe.skipIf(tensorflow === undefined)('[tensorflow] a run', () => {
  const program = trainingStep(cnn, false, adam);
  const train = async (engine: Engine, from: number, to: number): Promise<void> => {
    for (let step = from; step <= to; step++) {
      await engine.run('train', { inputs: { ...batchOf(cnn, 8, step), ...rate(1e-3) }, seed: SEED, step });
    }
  };

  test.each([
    ['onnxruntime', 'tensorflow', startEngine, startTensorflow],
    ['tensorflow', 'onnxruntime', startTensorflow, startEngine],
  ])('begun in %s goes on in %s', async (_, __, startFirst, startSecond) => {
    const first: Engine = await startFirst();
    await first.load('train', program);
    await first.writeState(initialState(cnn, program, 3));
    await train(first, 1, 10);
    const second: Engine = await startSecond();
    await second.load('train', program);
    await second.writeState(await first.readState());
    await train(first, 11, 20);
    await train(second, 11, 20);
    expectSame(await second.readState(), await first.readState(), 1e-4, 'at the end');
    await first.close();
    await second.close();
  });
});
