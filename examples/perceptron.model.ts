// One unit draws a line between two classes: points on the left of 2.5, and points on its right.
//
//   npx modelwright train examples/perceptron.model.ts

import { arrays, dense, input, model, sgd, train } from 'modelwright';

const point = input([2], { name: 'point' });
const isRight = dense(1, { activation: 'sigmoid', name: 'isRight' })(point);

export const perceptron = model({ inputs: point, outputs: isRight });

export default train(perceptron, {
  data: arrays(
    [
      [2, 2],
      [2, 3],
      [3, 2],
      [3, 3],
    ],
    [0, 0, 1, 1],
  ).standardize(),
  loss: 'binaryCrossentropy',
  optimizer: sgd(0.5),
  metrics: ['accuracy'],
  epochs: 200,
  batchSize: 4,
});
