// ResNet-50, layer by layer and name by name as keras.applications builds it (He et al., arXiv:1512.03385).
//
//   npx modelwright summary examples/architectures/resnet-50.model.ts

import {
  activation,
  add,
  batchNormalization,
  block,
  conv2d,
  dense,
  globalAveragePooling2d,
  input,
  maxPooling2d,
  model,
  type Tensor,
  zeroPadding2d,
} from 'modelwright';

const photo = input([224, 224, 3], { name: 'photo' });

const relu = (name: string) => activation('relu', { name });

/** A convolution and its normalization. */
function convolve(x: Tensor, name: string, filters: number, size: number, strides: number, padding: 'same' | 'valid' = 'same') {
  const features = conv2d(filters, size, { strides, padding, name: `${name}_conv` })(x);
  return batchNormalization({ epsilon: 1.001e-5, name: `${name}_bn` })(features);
}

/** Three convolutions beside a connection that skips them. The first of a stage makes images smaller and wider. */
function bottleneck(x: Tensor, filters: number, strides: number, isFirst: boolean): Tensor {
  const skip = isFirst ? convolve(x, '0', 4 * filters, 1, strides) : x;
  let y = relu('1_relu')(convolve(x, '1', filters, 1, strides));
  y = relu('2_relu')(convolve(y, '2', filters, 3, 1));
  y = convolve(y, '3', 4 * filters, 1, 1);
  return relu('out')(add({ name: 'add' })([skip, y]));
}

let x = zeroPadding2d(3, { name: 'conv1_pad' })(photo);
x = relu('conv1_relu')(convolve(x, 'conv1', 64, 7, 2, 'valid'));
x = zeroPadding2d(1, { name: 'pool1_pad' })(x);
x = maxPooling2d(3, { strides: 2, name: 'pool1_pool' })(x);

const stages = [
  { filters: 64, blocks: 3 },
  { filters: 128, blocks: 4 },
  { filters: 256, blocks: 6 },
  { filters: 512, blocks: 3 },
];
for (const [stage, { filters, blocks }] of stages.entries()) {
  for (let number = 1; number <= blocks; number += 1) {
    const isFirst = number === 1;
    const strides = isFirst && stage > 0 ? 2 : 1;
    x = block(`conv${stage + 2}_block${number}`, () => bottleneck(x, filters, strides, isFirst));
  }
}

x = globalAveragePooling2d({ name: 'avg_pool' })(x);
const predictions = dense(1000, { activation: 'softmax', name: 'predictions' })(x);

export const resnet50 = model({ inputs: photo, outputs: predictions });
