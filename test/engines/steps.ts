/** Networks like those of the benchmark, small enough for the interpreter, with their Programs and batches. */
import type { Network, Ref } from '../../src/ir/network';
import type { Program } from '../../src/ir/program';
import { inputPort, ratePort, targetPort } from '../../src/ir/step';
import type { TensorData } from '../../src/ir/tensor';
import type { Loss, Optimizer, Training } from '../../src/ir/training';
import { lowerings } from '../../src/layers/lowerings';
import { buildEvaluation, buildInference, buildTrainingStep } from '../../src/program/steps';
import { build, chain } from '../network/build';
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

/** Every layer that a residual network needs, and average poolings on odd sizes. */
const residualOf = (name: string, width: number) =>
  build(name, ({ layer }) => {
    const x = layer('input', { shape: [11, 9, 3] }, 'x')();
    const unit = (from: Ref, filters: number, strides: number): Ref => {
      const conv = layer('conv2d', { filters, kernelSize: 3, strides, padding: 'same', useBias: false })(from);
      return layer('batchNormalization', { momentum: 0.9 })(conv);
    };
    const relu = (from: Ref): Ref => layer('activation', { activation: 'relu' })(from);
    const stem = relu(
      unit(
        layer('zeroPadding2d', {
          padding: [
            [1, 0],
            [0, 2],
          ],
        })(x),
        2 * width,
        1,
      ),
    );
    const pooled = layer('averagePooling2d', { poolSize: 3, strides: 2, padding: 'same' })(stem);
    const block = layer('add')(unit(relu(unit(pooled, 3 * width, 1)), 3 * width, 2), unit(pooled, 3 * width, 2));
    const gate = layer('dense', { units: 3 * width, activation: 'sigmoid' })(layer('globalAveragePooling2d')(block));
    const gated = layer('multiply')(block, layer('reshape', { targetShape: [1, 1, -1] })(gate));
    const flat = layer('flatten')(layer('averagePooling2d')(layer('permute', { dims: [2, 1, 3] })(gated)));
    return [layer('dense', { units: CLASSES })(flat)];
  });

export const residual = residualOf('residual', 2);

/** The same where onnxruntime works on blocks of 8 or 16 channels. */
export const wideResidual = residualOf('wideResidual', 16);

export const wide = chain(
  'wide',
  ['input', { shape: [17, 15, 1] }, 'x'],
  ['conv2d', { filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }],
  ['maxPooling2d', { poolSize: 2 }],
  ['conv2d', { filters: 32, kernelSize: 3, activation: 'relu' }],
  ['dropout', { rate: 0.3 }],
  ['maxPooling2d', { poolSize: 2 }],
  ['flatten'],
  ['dense', { units: CLASSES }],
);

/** Words, and a few numbers beside them. A bias in front of the normalization would have no effect, and a gradient of rounding. */
export const phrases = build('phrases', ({ layer }) => {
  const words = layer('input', { shape: [7], dtype: 'int32' }, 'words')();
  const x = layer('input', { shape: [3] }, 'x')();
  const look = layer('embedding', { inputDim: 11, outputDim: 4 });
  const embedded = layer('flatten')(look(words));
  const hidden = layer('dense', { units: 6, activation: 'tanh' })(layer('concatenate')(embedded, x));
  const difference = layer('subtract')(hidden, layer('dense', { units: 6, useBias: false })(x));
  return [layer('dense', { units: CLASSES })(layer('batchNormalization')(difference))];
});

/** Every way in which a loss is written: from class numbers, one-hot rows and yes or no, from scores and from probabilities. */
export const losses = [
  { activation: 'linear', kind: 'sparseCategoricalCrossentropy', fromLogits: true },
  { activation: 'softmax', kind: 'sparseCategoricalCrossentropy', fromLogits: false },
  { activation: 'sigmoid', kind: 'sparseCategoricalCrossentropy', fromLogits: false },
  { activation: 'linear', kind: 'categoricalCrossentropy', fromLogits: true },
  { activation: 'softmax', kind: 'categoricalCrossentropy', fromLogits: false },
  { activation: 'sigmoid', kind: 'categoricalCrossentropy', fromLogits: false },
  { activation: 'linear', kind: 'binaryCrossentropy', fromLogits: true },
  { activation: 'sigmoid', kind: 'binaryCrossentropy', fromLogits: false },
  { activation: 'softmax', kind: 'binaryCrossentropy', fromLogits: false },
  { activation: 'linear', kind: 'meanSquaredError', fromLogits: false },
] as const;

/** A small network whose output has that activation. */
export const endingIn = (activation: string): Network =>
  chain(
    'ending',
    ['input', { shape: [13] }, 'x'],
    ['dense', { units: 9, activation: 'tanh' }],
    ['dense', { units: CLASSES, activation }],
  );

const ADAM: Optimizer = { kind: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

const SPARSE: Loss = { kind: 'sparseCategoricalCrossentropy', output: 0, fromLogits: true, weight: 1 };

const trainingOf = ({ name }: Network, optimizer: Optimizer = ADAM, loss = SPARSE): Training => ({
  v: 1,
  name: 'default',
  model: name,
  data: { source: { op: 'arrays', args: {} }, transforms: [] },
  objectives: [{ losses: [loss], optimizer }],
  metrics: ['accuracy'],
  epochs: 1,
  batchSize: 8,
  seed: 1,
});

export const trainingStep = (network: Network, gradients = false, optimizer?: Optimizer, loss?: Loss): Program =>
  buildTrainingStep(network, trainingOf(network, optimizer, loss), lowerings, { gradients });

export const evaluation = (network: Network): Program => buildEvaluation(network, trainingOf(network), lowerings);

export const inference = (network: Network): Program => buildInference(network, lowerings);

/** Random inputs and labels, different for each step. */
export function batchOf(network: Network, size: number, step: number): Record<string, TensorData> {
  const inputs = network.inputs.map(({ call }) => {
    const { layer = -1, outputs = [] } = network.calls[call] ?? {};
    const { id = '' } = network.layers[layer] ?? {};
    const [, ...sizes] = outputs[0]?.shape ?? [];
    const shape = [size, ...sizes.map(Number)];
    const isInteger = outputs[0]?.dtype === 'int32';
    return [inputPort(id), isInteger ? randomLabels(`${id} ${step}`, shape, 11) : randomTensor(`${id} ${step}`, shape)];
  });
  return { ...toEngine(Object.fromEntries(inputs)), ...targetsOf('sparseCategoricalCrossentropy', size, step) };
}

/** What a loss compares with: a batch of labels, as they are or as rows. */
export function targetsOf(kind: Loss['kind'], size: number, step: number): Record<string, TensorData> {
  const labels = randomLabels(`labels ${step}`, [size], CLASSES);
  if (kind === 'sparseCategoricalCrossentropy') return toEngine({ [targetPort(0)]: labels });
  const hot = Float32Array.from({ length: size * CLASSES }, (_, at) =>
    Number(labels.data[Math.floor(at / CLASSES)] === at % CLASSES),
  );
  return { [targetPort(0)]: { shape: [size, CLASSES], dtype: 'float32', data: hot } };
}

export const rate = (value: number): Record<string, TensorData> => ({
  [ratePort(0)]: { shape: [], dtype: 'float32', data: Float32Array.of(value) },
});
