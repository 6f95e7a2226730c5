// Tells pictures apart: a convolutional network, here for handwritten digits of 8 by 8 pixels.

import { adam, conv2d, dense, digits, dropout, flatten, input, maxPooling2d, model, train } from 'modelwright';

// Height, width, and one channel for gray. Colours would be three: [8, 8, 3].
const picture = input([8, 8, 1], { name: 'picture' });

// Each filter looks for one small pattern everywhere; pooling then halves height and width.
let x = conv2d(32, 3, { padding: 'same', activation: 'relu' })(picture);
x = maxPooling2d(2)(x);
x = conv2d(64, 3, { padding: 'same', activation: 'relu' })(x);
x = maxPooling2d(2)(x);

// From what was found where to one probability for each digit.
x = flatten()(x);
const digit = dense(10, { activation: 'softmax', name: 'digit' })(dropout(0.3)(x));

export const reader = model({ inputs: picture, outputs: digit });

export default train(reader, {
  // 1,797 digits come with Modelwright. Your own pictures, a folder for each class: images('pictures', { size: [8, 8] }).
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(2e-3),
  metrics: ['accuracy'],
  epochs: 10,
});
