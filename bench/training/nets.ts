/** The networks of the benchmark. `tfjs.ts`, `keras_fit.py` and `pytorch.py` have the same. */
import type { Network } from '../../src/ir/network';
import type { Training } from '../../src/ir/training';
import { chain } from '../../test/network/build';

export interface Net {
  readonly name: 'mlp' | 'cnn';
  readonly title: string;
  readonly network: Network;
  readonly batch: number;
  /** Of an epoch: as many as MNIST has, or so few that every contender's takes seconds. */
  readonly rows: number;
}

const head = [
  ['dense', { units: 128, activation: 'relu' }],
  ['dense', { units: 10 }],
] as const;

export const nets: readonly Net[] = [
  {
    name: 'mlp',
    title: 'MLP 784-128-10',
    network: chain('mlp', ['input', { shape: [28, 28, 1] }, 'picture'], ['flatten'], ...head),
    batch: 128,
    rows: 60_000,
  },
  {
    name: 'cnn',
    title: 'CNN 28×28: conv 32, pool, conv 64, pool, dense 128, dense 10',
    network: chain(
      'cnn',
      ['input', { shape: [28, 28, 1] }, 'picture'],
      ['conv2d', { filters: 32, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d', { poolSize: 2 }],
      ['conv2d', { filters: 64, kernelSize: 3, activation: 'relu' }],
      ['maxPooling2d', { poolSize: 2 }],
      ['flatten'],
      ...head,
    ),
    batch: 64,
    rows: 8192,
  },
];

/** `idx('pictures', 'labels').normalize()` for so many epochs that the benchmark ends it. */
export const trainingOf = ({ network, batch }: Net): Training => ({
  v: 1,
  name: 'default',
  model: network.name,
  data: {
    source: { op: 'idx', args: { features: 'pictures', targets: 'labels' } },
    transforms: [{ op: 'normalize', args: { to: [0, 1] } }],
  },
  objectives: [
    {
      losses: [{ kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: true, weight: 1 }],
      optimizer: { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    },
  ],
  metrics: ['accuracy'],
  epochs: 1000,
  batchSize: batch,
  seed: 1,
});
