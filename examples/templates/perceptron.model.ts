// One unit, one line: it learns on which side of the line a point lies.
// dense(1) has a weight for each coordinate and a bias; sigmoid turns their sum into a number from 0 to 1.

import { arrays, dense, input, model, sgd, train } from 'modelwright';

const point = input([2], { name: 'point' });
const isAbove = dense(1, { activation: 'sigmoid', name: 'isAbove' })(point);

export const perceptron = model({ inputs: point, outputs: isAbove });

// One row for each point, and the answer for each row. Put your own here.
const points = [
  [0, 1],
  [1, 3],
  [2, 4],
  [1, 0],
  [3, 1],
  [4, 2],
];
const answers = [1, 1, 1, 0, 0, 0];

export default train(perceptron, {
  data: arrays(points, answers),
  loss: 'binaryCrossentropy',
  optimizer: sgd(0.5),
  metrics: ['accuracy'],
  epochs: 100,
});
