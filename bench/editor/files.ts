/** Model files of a given length for the benchmark, written as people write them. */

const header = `import { conv2d, dense, digits, dropout, flatten, input, maxPooling2d, model, train } from 'modelwright';
import type { Tensor } from 'modelwright';

/** Two convolutions and some dropout; keeps height and width. */
function stage(x: Tensor, filters: number, rate: number): Tensor {
  let y = conv2d(filters, 3, { padding: 'same', activation: 'relu' })(x);
  y = conv2d(filters, 3, { padding: 'same', activation: 'relu' })(y);
  return dropout(rate)(y);
}

const image = input([8, 8, 1], { name: 'image' });
let x: Tensor = image;
`;

const footer = `
const hidden = dense(64, { activation: 'relu' })(flatten()(maxPooling2d(2)(x)));
export const network = model({ inputs: image, outputs: dense(10, { activation: 'softmax', name: 'digit' })(hidden) });

export default train(network, {
  data: digits().normalize().split({ validation: 0.1, test: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
  metrics: ['accuracy'],
  epochs: 5,
});
`;

const body = (block: number): string => `
// Stage ${block}: narrow, then wide again.
x = stage(x, 16, 0.1);
x = conv2d(24, 3, { padding: 'same', activation: 'relu' })(x);
x = conv2d(${16 + (block % 3) * 8}, 1, {
  useBias: false,
  name: 'mix_${block}',
})(x);
x = dropout(0.05)(x);
`;

const lengthOf = (text: string): number => text.split('\n').length - 1;

/** A model of about `lines` lines. */
export function modelOf(lines: number): string {
  let text = header;
  for (let block = 1; lengthOf(text) + lengthOf(body(block)) + lengthOf(footer) <= lines + 3; block += 1) text += body(block);
  return text + footer;
}
