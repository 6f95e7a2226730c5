/** Networks like those of the benchmark, small enough for the interpreter, with their Programs and batches. */
import type { Network } from '../../src/ir/network';
import type { Program } from '../../src/ir/program';
import { inputPort, ratePort, targetPort } from '../../src/ir/step';
import type { TensorData } from '../../src/ir/tensor';
import type { Training } from '../../src/ir/training';
import { lowerings } from '../../src/layers/lowerings';
import { buildEvaluation, buildInference, buildTrainingStep } from '../../src/program/steps';
import { chain } from '../network/build';
import { randomLabels, randomTensor } from '../program/support';
import { toEngine } from './support';

const CLASSES = 5;

export const mlp = chain(
  'mlp',
  ['input', { shape: [13] }, 'x'],
  ['dense', { units: 17, activation: 'relu' }],
  ['dense', { units: CLASSES }],
);

/** Odd sizes: both poolings leave a row and a column out. */
export const cnn = chain(
  'cnn',
  ['input', { shape: [17, 15, 1] }, 'x'],
  ['conv2d', { filters: 4, kernelSize: 3, padding: 'same', activation: 'relu' }],
  ['maxPooling2d', { poolSize: 2 }],
  ['conv2d', { filters: 6, kernelSize: 3, activation: 'relu' }],
  ['dropout', { rate: 0.3 }],
  ['maxPooling2d', { poolSize: 2 }],
  ['flatten'],
  ['dense', { units: 11, activation: 'relu' }],
  ['dropout', { rate: 0.5 }],
  ['dense', { units: CLASSES }],
);

const trainingOf = ({ name }: Network): Training => ({
  v: 1,
  name: 'default',
  model: name,
  data: { source: { op: 'arrays', args: {} }, transforms: [] },
  objectives: [
    {
      losses: [{ kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: true, weight: 1 }],
      optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
  ],
  metrics: ['accuracy'],
  epochs: 1,
  batchSize: 8,
  seed: 1,
});

export const trainingStep = (network: Network, gradients = false): Program =>
  buildTrainingStep(network, trainingOf(network), lowerings, { gradients });

export const evaluation = (network: Network): Program => buildEvaluation(network, trainingOf(network), lowerings);

export const inference = (network: Network): Program => buildInference(network, lowerings);

/** Random inputs and labels, different for each step. */
export function batchOf(network: Network, size: number, step: number): Record<string, TensorData> {
  const [, ...sizes] = network.calls[0]?.outputs[0]?.shape ?? [];
  return toEngine({
    [inputPort('x')]: randomTensor(`x ${step}`, [size, ...sizes.map(Number)]),
    [targetPort(0)]: randomLabels(`labels ${step}`, [size], CLASSES),
  });
}

export const rate = (value: number): Record<string, TensorData> => ({
  [ratePort(0)]: { shape: [], dtype: 'float32', data: Float32Array.of(value) },
});
