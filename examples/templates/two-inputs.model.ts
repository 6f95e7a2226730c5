// Two inputs, one answer: a picture of a house and numbers about it go separate ways, and meet to estimate its price.
// To look at and to change: a source of data has one input so far, so there is no training here.

import { concatenate, conv2d, dense, flatten, input, maxPooling2d, model } from 'modelwright';

const photo = input([64, 64, 3], { name: 'photo' });
const facts = input([5], { name: 'facts' });

// What the picture shows, in 32 numbers.
let seen = conv2d(16, 3, { strides: 2, activation: 'relu' })(photo);
seen = maxPooling2d(2)(seen);
seen = conv2d(32, 3, { strides: 2, activation: 'relu' })(seen);
seen = dense(32, { activation: 'relu', name: 'seen' })(flatten()(seen));

// What the numbers say, in 8.
const known = dense(8, { activation: 'relu', name: 'known' })(facts);

// Side by side they are 40.
const both = concatenate()([seen, known]);
const price = dense(1, { name: 'price' })(dense(32, { activation: 'relu' })(both));

export const twoInputs = model({ inputs: [photo, facts], outputs: price });
