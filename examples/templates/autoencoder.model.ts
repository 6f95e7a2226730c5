// Learns a short code for its rows: the output shall be the input again, but only three numbers pass through the middle.
// Three bits tell eight rows apart, and the network finds such a code by itself.

import { adam, arrays, dense, input, sequential, train } from 'modelwright';

// Eight rows with a single 1, each at another place.
const rows = Array.from({ length: 8 }, (_, row) => Array.from({ length: 8 }, (_, column) => (row === column ? 1 : 0)));

export const autoencoder = sequential([
  input([8], { name: 'row' }),
  dense(3, { activation: 'tanh', name: 'code' }),
  dense(8, { activation: 'sigmoid', name: 'copy' }),
]);

export default train(autoencoder, {
  // What comes in is what shall come out.
  data: arrays(rows, rows, { targetType: 'value' }),
  loss: 'binaryCrossentropy',
  optimizer: adam(0.08),
  epochs: 100,
  batchSize: 2,
});
