// The network that many start with: the 784 pixels of a handwritten digit, one hidden layer, ten classes.
//
//   npx modelwright summary examples/mnist-mlp.model.ts

import { dense, input, model } from 'modelwright';

const pixels = input([784], { name: 'pixels' });
const hidden = dense(128, { activation: 'relu' })(pixels);
const digit = dense(10, { activation: 'softmax', name: 'digit' })(hidden);

export const mnistMlp = model({ inputs: pixels, outputs: digit });
