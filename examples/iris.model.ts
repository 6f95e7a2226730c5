// Tells three species of iris apart by the length and width of their sepals and petals.
//
//   npx modelwright train examples/iris.model.ts

import { adam, csv, dense, input, model, train } from 'modelwright';

const measures = input([4], { name: 'measures' });
const hidden = dense(16, { activation: 'relu' })(measures);
const species = dense(3, { activation: 'softmax', name: 'species' })(hidden);

export const irisMlp = model({ inputs: measures, outputs: species });

export default train(irisMlp, {
  // The same rows come with Modelwright as iris().
  data: csv('data/iris.csv', { target: 'species' }).standardize().split({ test: 0.2 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: adam(1e-2),
  metrics: ['accuracy'],
  epochs: 60,
  batchSize: 16,
});
