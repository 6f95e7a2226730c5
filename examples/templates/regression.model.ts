// Predicts a number from the columns of a CSV file: the width of an iris's petal from its other measures.

import { adam, csv, dense, input, model, train } from 'modelwright';

// As many numbers as there are features below.
const measures = input([3], { name: 'measures' });
const hidden = dense(16, { activation: 'relu' })(measures);

// A quantity needs no activation: it may be any number.
const width = dense(1, { name: 'width' })(hidden);

export const regression = model({ inputs: measures, outputs: width });

export default train(regression, {
  // Beside this file. A column of words works as a feature too: it becomes one number for each word.
  data: csv('iris.csv', {
    features: ['sepalLength', 'sepalWidth', 'petalLength'],
    target: 'petalWidth',
    targetType: 'value',
  })
    .standardize()
    .split({ validation: 0.1, test: 0.2 }),
  loss: 'meanSquaredError',
  optimizer: adam(1e-2),
  epochs: 60,
  batchSize: 16,
});
