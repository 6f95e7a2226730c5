/** A network that asks an engine for a bit of everything, small enough for the interpreter to run in no time. */
import { BATCH } from '../../ir/dim';
import type { Initializer, Network, Weight } from '../../ir/network';
import { inputPort, ratePort, targetPort } from '../../ir/step';
import type { Shape, TensorData } from '../../ir/tensor';
import { count } from '../../ir/tensor';
import type { Training } from '../../ir/training';
import { uniform } from '../../program/philox';

const [SIZE, CHANNELS, FILTERS, CLASSES, ROWS] = [6, 2, 4, 5, 8];

const HALF = SIZE / 2;

const weight = (name: string, shape: Shape, kind: 'glorotUniform' | 'zeros' | 'ones', trainable = true): Weight => ({
  name,
  shape,
  dtype: 'float32',
  initializer: { kind } satisfies Initializer,
  trainable,
});

interface Step {
  readonly id: string;
  readonly op: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly weights?: readonly Weight[];
  /** Of the output, without the batch. */
  readonly sizes: readonly number[];
}

/** No bias in front of the normalization: its gradient would be nothing but rounding. */
const STEPS: readonly Step[] = [
  { id: 'image', op: 'input', args: { shape: [SIZE, SIZE, CHANNELS], dtype: 'float32' }, sizes: [SIZE, SIZE, CHANNELS] },
  {
    id: 'conv',
    op: 'conv2d',
    args: { strides: [1, 1], padding: 'same', dilationRate: [1, 1], groups: 1, activation: 'linear', useBias: false },
    weights: [weight('kernel', [3, 3, CHANNELS, FILTERS], 'glorotUniform')],
    sizes: [SIZE, SIZE, FILTERS],
  },
  {
    id: 'norm',
    op: 'batchNormalization',
    args: { momentum: 0.9, epsilon: 1e-3, center: true, scale: true },
    weights: [
      weight('gamma', [FILTERS], 'ones'),
      weight('beta', [FILTERS], 'zeros'),
      weight('moving_mean', [FILTERS], 'zeros', false),
      weight('moving_variance', [FILTERS], 'ones', false),
    ],
    sizes: [SIZE, SIZE, FILTERS],
  },
  { id: 'relu', op: 'activation', args: { activation: 'relu' }, sizes: [SIZE, SIZE, FILTERS] },
  {
    id: 'pool',
    op: 'maxPooling2d',
    args: { poolSize: [2, 2], strides: [2, 2], padding: 'valid' },
    sizes: [HALF, HALF, FILTERS],
  },
  { id: 'drop', op: 'dropout', args: { rate: 0.25 }, sizes: [HALF, HALF, FILTERS] },
  { id: 'flat', op: 'flatten', args: {}, sizes: [HALF * HALF * FILTERS] },
  {
    id: 'out',
    op: 'dense',
    args: { units: CLASSES, activation: 'linear', useBias: true },
    weights: [weight('kernel', [HALF * HALF * FILTERS, CLASSES], 'glorotUniform'), weight('bias', [CLASSES], 'zeros')],
    sizes: [CLASSES],
  },
];

export const network: Network = {
  v: 1,
  name: 'selfTest',
  layers: STEPS.map(({ id, op, args, weights = [] }) => ({ id, op, args, block: [], weights, trainable: true })),
  calls: STEPS.map(({ sizes }, k) => ({
    layer: k,
    inputs: k === 0 ? [] : [{ call: k - 1, output: 0 }],
    outputs: [{ shape: [BATCH, ...sizes], dtype: 'float32' }],
    macs: 0,
  })),
  inputs: [{ call: 0, output: 0 }],
  outputs: [{ call: STEPS.length - 1, output: 0 }],
  partial: false,
};

export const training: Training = {
  v: 1,
  name: 'default',
  model: network.name,
  data: { source: { op: 'arrays', args: {} }, transforms: [] },
  objectives: [
    {
      losses: [{ kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: true, weight: 1 }],
      // With a large epsilon, or rounding would decide the direction of weights whose gradient is almost nothing.
      optimizer: { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 0.01 },
    },
  ],
  metrics: [],
  epochs: 1,
  batchSize: ROWS,
  seed: 1,
};

/** What step number `step` is fed. */
export function batch(step: number): Readonly<Record<string, TensorData>> {
  const shape = [ROWS, SIZE, SIZE, CHANNELS];
  const pixels = uniform(count(shape), { seed: 1, id: 'pixels', step });
  const labels = uniform(ROWS, { seed: 1, id: 'labels', step });
  return {
    [inputPort('image')]: { shape, dtype: 'float32', data: pixels },
    [targetPort(0)]: { shape: [ROWS], dtype: 'int32', data: Int32Array.from(labels, (u) => Math.floor(u * CLASSES)) },
    [ratePort(0)]: { shape: [], dtype: 'float32', data: Float32Array.of(0.01) },
  };
}
