/** The ordinary way with TensorFlow.js: `model.fit` of `@tensorflow/tfjs-node`, one kernel call for each operation. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readData } from './data';
import { Gate } from './gate';
import type { Net } from './nets';

const CLASSES = 10;

/** `home` is the package's folder. */
export async function runTfjs({ name, batch, rows }: Net, folder: string, home: string): Promise<void> {
  // biome-ignore lint/suspicious/noExplicitAny: the package is no dependency, so its types are not here.
  const tf: any = createRequire(`${home}/`)(home);
  const { pictures, labels } = readData(folder);
  const x = tf.tidy(() => tf.tensor4d(Float32Array.from(pictures), [rows, 28, 28, 1]).div(255));
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(Int32Array.from(labels), 'int32'), CLASSES).toFloat());

  const { layers } = tf;
  const shape = { inputShape: [28, 28, 1] };
  const relu = { activation: 'relu' };
  const body =
    name === 'mlp'
      ? [layers.flatten(shape)]
      : [
          layers.conv2d({ filters: 32, kernelSize: 3, ...relu, ...shape }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.conv2d({ filters: 64, kernelSize: 3, ...relu }),
          layers.maxPooling2d({ poolSize: 2 }),
          layers.flatten(),
        ];
  const head = [layers.dense({ units: 128, ...relu }), layers.dense({ units: CLASSES })];
  const model = tf.sequential({ layers: [...body, ...head] });
  model.compile({
    optimizer: tf.train.adam(1e-3),
    loss: (wanted: unknown, scores: unknown) => tf.losses.softmaxCrossEntropy(wanted, scores),
    metrics: ['accuracy'],
  });

  const { version } = JSON.parse(readFileSync(`${home}/package.json`, 'utf8'));
  const library = tf.backend().binding.TF_Version;
  const gate = new Gate({ versions: `tfjs-node ${version}, TensorFlow ${library}` });
  let measured = { loss: Number.NaN, accuracy: Number.NaN };
  await model.fit(x, y, {
    batchSize: batch,
    epochs: 1000,
    shuffle: true,
    verbose: 0,
    callbacks: {
      onEpochBegin: async () => gate.pass(measured),
      onEpochEnd: async (_: number, { loss, acc }: { loss: number; acc: number }) => {
        measured = { loss, accuracy: acc };
      },
    },
  });
}
