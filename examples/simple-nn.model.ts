// A first network with a hidden layer: it learns that the answer is whether the first number is 1.
//
//   npx modelwright train examples/simple-nn.model.ts

import { arrays, dense, input, model, sgd, train } from 'modelwright';

const pair = input([2], { name: 'pair' });
const hidden = dense(10, { activation: 'relu' })(pair);
const answer = dense(1, { activation: 'sigmoid', name: 'answer' })(hidden);

export const simpleNn = model({ inputs: pair, outputs: answer });

export default train(simpleNn, {
  data: arrays(
    [
      [1, 0],
      [0, 1],
      [1, 1],
      [1, 0],
    ],
    [1, 0, 1, 1],
  ),
  loss: 'binaryCrossentropy',
  optimizer: sgd(0.5),
  metrics: ['accuracy'],
  epochs: 300,
  batchSize: 4,
});
