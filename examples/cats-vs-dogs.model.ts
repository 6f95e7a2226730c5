// Tells dogs from cats on photos of 150 by 150 pixels.
//
//   npx modelwright graph examples/cats-vs-dogs.model.ts
//   npx modelwright train examples/cats-vs-dogs.model.ts
//
// The photos are yours: put them into data/cats-vs-dogs/cat and data/cats-vs-dogs/dog beside this file.

import { adam, conv2d, dense, dropout, flatten, images, input, maxPooling2d, model, train } from 'modelwright';

const photo = input([150, 150, 3], { name: 'photo' });

// Each round looks at a coarser image with more filters: 150 → 74 → 36 → 17 → 7 pixels.
let x = photo;
for (const filters of [32, 64, 128, 128]) {
  x = conv2d(filters, 3, { activation: 'relu' })(x);
  x = maxPooling2d(2)(x);
}

x = dropout(0.5)(flatten()(x));
x = dense(512, { activation: 'relu' })(x);
const isDog = dense(1, { activation: 'sigmoid', name: 'isDog' })(x);

export const catsVsDogs = model({ inputs: photo, outputs: isDog });

export default train(catsVsDogs, {
  // Classes are numbered in the order of their names: cat is 0, dog is 1.
  data: images('data/cats-vs-dogs', { size: [150, 150] })
    .normalize()
    .split({ validation: 0.2, test: 0.1 }),
  loss: 'binaryCrossentropy',
  optimizer: adam(1e-3),
  metrics: ['accuracy'],
  epochs: 50,
  batchSize: 32,
});
