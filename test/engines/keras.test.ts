/**
 * Against Keras 3: gradients from the same state, batch and dropout mask at each of 20 steps, optimizers on the same gradients, and
 * trajectories of SGD that run by themselves. The facts come from test/python/keras.mjs.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Tensors } from '../../src/engines/engine';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { readSafetensors } from '../../src/formats/safetensors';
import { gradientPort, inputPort, lossPort, ratePort, targetPort } from '../../src/ir/step';
import type { Optimizer } from '../../src/ir/training';
import { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { applyOptimizer } from '../../src/program/optimizers';
import { primitives } from '../../src/program/primitives';
import { chain } from '../network/build';
import { expectClose } from '../program/support';
import { trainingStep } from './steps';
import { startEngine } from './support';

const STEPS = 20;
const SEED = 3;
const { tensors: facts } = readSafetensors(readFileSync(new URL('../fixtures/keras/facts.safetensors', import.meta.url)));

/** The facts below a name, by what follows it: copies, because what an engine is fed belongs to it. */
const below = (prefix: string): Tensors =>
  Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), structuredClone(value)]] : [],
    ),
  );

const networks = {
  mlp: chain(
    'mlp',
    ['input', { shape: [13] }, 'x'],
    ['dense', { units: 17, activation: 'relu' }, 'hidden'],
    ['dropout', { rate: 0.3 }, 'dropout'],
    ['dense', { units: 5 }, 'scores'],
  ),
  cnn: chain(
    'cnn',
    ['input', { shape: [9, 11, 2] }, 'x'],
    ['conv2d', { filters: 4, kernelSize: 3, padding: 'same', useBias: false }, 'wide'],
    ['batchNormalization', {}, 'first'],
    ['activation', { activation: 'relu' }],
    ['maxPooling2d', { poolSize: 2 }],
    ['conv2d', { filters: 5, kernelSize: 3, strides: 2 }, 'narrow'],
    ['batchNormalization', { momentum: 0.9, epsilon: 1e-2 }, 'second'],
    ['dropout', { rate: 0.3 }, 'dropout'],
    ['flatten'],
    ['dense', { units: 5 }, 'scores'],
  ),
};

const sgd = (momentum = 0, nesterov = false): Optimizer => ({ kind: 'sgd', learningRate: 1, momentum, nesterov });
const adam = (beta1: number, beta2: number, epsilon: number): Optimizer => ({
  kind: 'adam',
  learningRate: 1,
  beta1,
  beta2,
  epsilon,
});
const scalar = (value: number) => ({ shape: [], dtype: 'float32', data: Float32Array.of(value) }) as const;

describe.each(['mlp', 'cnn'] as const)('%s', (name) => {
  const program = trainingStep(networks[name], true, sgd());
  const stateAt = (step: number): Tensors => below(`${name}/${step}/state/`);
  const feedsAt = (step: number) => {
    const { x, y } = below(`${name}/${step}/`);
    if (x === undefined || y === undefined) throw new Error(`no facts of step ${step}`);
    return { inputs: { [inputPort('x')]: x, [targetPort(0)]: y, [ratePort(0)]: scalar(0.05) }, seed: SEED, step };
  };

  let engine: OnnxruntimeEngine;
  beforeAll(async () => {
    engine = await startEngine();
    await engine.load('train', program);
  });
  afterAll(() => engine.close());

  const expectGradients = (outputs: Readonly<Record<string, { readonly data: ArrayLike<number> }>>, step: number): void => {
    const gradients = Object.entries(below(`${name}/${step}/gradient/`));
    expect(gradients.length).toBeGreaterThan(3);
    for (const [weight, { data }] of gradients) {
      expectClose(outputs[gradientPort(weight)]?.data ?? [], data, 1e-4, `${weight} at step ${step}`);
    }
    expectClose(outputs[lossPort(0)]?.data ?? [], facts[`${name}/${step}/loss`]?.data ?? [], 1e-4, `loss at step ${step}`);
  };

  test('has the gradients of Keras at each step, in the interpreter', () => {
    for (let step = 1; step <= STEPS; step++) {
      const { outputs, state } = interpret(program, { ...feedsAt(step), state: stateAt(step) });
      expectGradients(outputs, step);
      for (const [weight, { data }] of Object.entries(stateAt(step + 1))) {
        expectClose(state[weight]?.data ?? [], data, 1e-4, `${weight} after step ${step}`);
      }
    }
  });

  test('has the gradients of Keras at each step, in onnxruntime', async () => {
    for (let step = 1; step <= STEPS; step++) {
      await engine.writeState(stateAt(step));
      expectGradients(await engine.run('train', feedsAt(step)), step);
    }
  });

  test('goes where Keras goes by itself', async () => {
    await engine.writeState(stateAt(1));
    for (let step = 1; step <= STEPS; step++) await engine.run('train', feedsAt(step));
    const state = await engine.readState();
    const end = Object.entries(stateAt(STEPS + 1));
    expect(end.map(([weight]) => weight).sort()).toEqual(Object.keys(state).sort());
    for (const [weight, { data }] of end) expectClose(state[weight]?.data ?? [], data, 1e-3, weight);
  });
});

describe('optimizers make the same of the same gradients', () => {
  test.each([
    ['sgd', sgd(), 0.05],
    ['momentum', sgd(0.9), 0.05],
    ['nesterov', sgd(0.8, true), 0.05],
    ['adam', adam(0.9, 0.999, 1e-7), 0.01],
    ['adamFast', adam(0.5, 0.9, 1e-3), 0.03],
  ] as const)('%s', (name, optimizer, rate) => {
    const start = facts['mlp/1/state/scores/kernel'];
    if (start === undefined) throw new Error('no facts');
    const g = new Graph('optimizer', primitives);
    const weight = g.state('w', start);
    const gradient = g.input('gradient', start);
    applyOptimizer(g, optimizer, 0, g.input('rate', scalar(rate)), [{ name: 'w', weight, gradient }]);
    const program = g.finish();
    let state: Parameters<typeof interpret>[1]['state'] = Object.fromEntries(
      program.state.map((port) => {
        const shape = (program.values[port.value]?.shape ?? []) as number[];
        return [port.name, { shape, dtype: 'float32', data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }];
      }),
    );
    state = { ...state, w: start };
    for (let step = 1; step <= STEPS; step++) {
      const given = facts[`mlp/${step}/gradient/scores/kernel`];
      if (given === undefined) throw new Error(`no facts of step ${step}`);
      ({ state } = interpret(program, { inputs: { gradient: given, rate: scalar(rate) }, state }));
      expectClose(state['w']?.data ?? [], facts[`optimizers/${name}/${step}`]?.data ?? [], 1e-5, `step ${step}`);
    }
  });
});
