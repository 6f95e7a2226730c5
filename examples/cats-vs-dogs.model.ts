// Tells dogs from cats on photos of 150 by 150 pixels.
//
//   npx modelwright graph examples/cats-vs-dogs.model.ts

import { conv2d, dense, dropout, flatten, input, maxPooling2d, model } from 'modelwright';

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
