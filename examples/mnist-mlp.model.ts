// The network that many start with: the 784 pixels of a picture, one hidden layer, ten classes.
//
//   npx modelwright summary examples/mnist-mlp.model.ts
//   npx modelwright train examples/mnist-mlp.model.ts#fashion
//
// The pictures are files of their own: see what `check` says about how to get them.

import { dense, fashionMnist, flatten, input, mnist, model, train } from 'modelwright';

const picture = input([28, 28, 1], { name: 'picture' });
const hidden = dense(128, { activation: 'relu' })(flatten()(picture));
const answer = dense(10, { activation: 'softmax', name: 'answer' })(hidden);

export const mnistMlp = model({ inputs: picture, outputs: answer });

const settings = {
  loss: 'categoricalCrossentropy',
  optimizer: 'adam',
  metrics: ['accuracy'],
  epochs: 10,
  batchSize: 128,
} as const;

// A part of the training rows decides which epoch was best; the 10,000 rows of the test are for the end.
export default train(mnistMlp, { data: mnist().normalize().oneHot().split({ validation: 0.1 }), ...settings });

export const fashion = train(mnistMlp, { data: fashionMnist().normalize().oneHot().split({ validation: 0.1 }), ...settings });
