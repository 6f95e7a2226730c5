/** The two networks of the benchmark, with random data of the right sizes. `pytorch.py` has the same. */
import type { Network } from '../../src/ir/network';
import type { Training } from '../../src/ir/training';
import { chain } from '../../test/network/build';

export interface Net {
  readonly name: 'mlp' | 'cnn';
  readonly title: string;
  readonly network: Network;
  readonly batch: number;
  /** Steps that are timed at a time. */
  readonly steps: number;
}

export const CLASSES = 10;

export const nets: readonly Net[] = [
  {
    name: 'mlp',
    title: 'MLP 784-128-10, batch 128',
    network: chain(
      'mlp',
      ['input', { shape: [784] }, 'x'],
      ['dense', { units: 128, activation: 'relu' }],
      ['dense', { units: CLASSES }],
    ),
    batch: 128,
    steps: 300,
  },
  {
    name: 'cnn',
    title: 'CNN 28x28, batch 64',
    network: chain(
      'cnn',
      ['input', { shape: [28, 28, 1] }, 'x'],
      ['conv2d', { filters: 32, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d', { poolSize: 2 }],
      ['conv2d', { filters: 64, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d', { poolSize: 2 }],
      ['flatten'],
      ['dense', { units: 128, activation: 'relu' }],
      ['dense', { units: CLASSES }],
    ),
    batch: 64,
    steps: 20,
  },
];

export const trainingOf = ({ network, batch }: Net): Training => ({
  v: 1,
  name: 'default',
  model: network.name,
  data: { source: { op: 'arrays', args: {} }, transforms: [] },
  objectives: [
    {
      losses: [{ kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: true, weight: 1 }],
      optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
  ],
  metrics: [],
  epochs: 1,
  batchSize: batch,
  seed: 1,
});
