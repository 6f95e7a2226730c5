// Sorts rows of a table into classes: four measures of an iris in, one of three species out.

import { adam, dense, dropout, input, iris, model, train } from 'modelwright';

const measures = input([4], { name: 'measures' });

// Two hidden layers. More units can learn more, and need more rows to learn it from.
const hidden = dense(32, { activation: 'relu' })(measures);
const deeper = dense(16, { activation: 'relu' })(dropout(0.1)(hidden));

// One unit for each class. Softmax turns them into probabilities that sum to 1.
const species = dense(3, { activation: 'softmax', name: 'species' })(deeper);

export const classifier = model({ inputs: measures, outputs: species });

export default train(classifier, {
  // 150 flowers come with Modelwright. Your own table: csv('rows.csv', { target: 'the column to predict' }).
  data: iris().standardize().split({ validation: 0.1, test: 0.2 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(1e-2),
  metrics: ['accuracy'],
  epochs: 40,
  batchSize: 16,
});
