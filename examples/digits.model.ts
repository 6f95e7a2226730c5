// Reads handwritten digits: 1,797 real ones of 8 by 8 pixels come with Modelwright.
//
//   npx modelwright train examples/digits.model.ts

import { adam, conv2d, dense, digits, dropout, flatten, input, maxPooling2d, model, train } from 'modelwright';

const scan = input([8, 8, 1], { name: 'scan' });

// Two rounds of looking for strokes, each over a larger part of the image.
let x = scan;
for (const filters of [32, 64]) {
  x = conv2d(filters, 3, { padding: 'same', activation: 'relu' })(x);
  x = maxPooling2d(2)(x);
}

x = flatten()(x);
x = dropout(0.3)(x);
const digit = dense(10, { activation: 'softmax', name: 'digit' })(x);

export const digitsCnn = model({ inputs: scan, outputs: digit });

export default train(digitsCnn, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(2e-3),
  metrics: ['accuracy'],
  epochs: 20,
  batchSize: 32,
});
