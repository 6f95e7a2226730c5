// The line through five points: one weight and one bias, found by gradient descent. They become 0.6 and 2.2.
//
//   npx modelwright train examples/linear-regression.model.ts

import { arrays, dense, input, model, sgd, train } from 'modelwright';

const x = input([1], { name: 'x' });
const y = dense(1, { kernelInitializer: 'zeros', name: 'line' })(x);

export const line = model({ inputs: x, outputs: y });

export default train(line, {
  data: arrays([1, 2, 3, 4, 5], [2, 4, 5, 4, 5], { targetType: 'value' }),
  loss: 'meanSquaredError',
  // Steps over 0.08 would overshoot: the curvature along the steepest direction is 23.7, and 2 / 23.7 = 0.084.
  optimizer: sgd(0.05),
  epochs: 1000,
  batchSize: 5,
});
