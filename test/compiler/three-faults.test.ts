/** Every independent fault is found at once, at its argument, with sizes; none is said twice, none follows from another. */
import { expect, it } from 'vitest';
import { briefly, createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

const FAULTS = [
  "shape-underflow «9» conv2d gets images of 8×8, too small for its window of 9×9. Shrink less before it, or set padding: 'same'.",
  'target-classes «9» 9 units, but the labels of digits() have 10 classes (0 to 9).',
  "loss-logits «'sparseCategoricalCrossentropy'» sparseCategoricalCrossentropy expects probabilities, but dense gives raw scores. Set fromLogits: true, or give the layer the activation softmax.",
];

it('on lines of their own', async () => {
  const text = `import { conv2d, dense, digits, flatten, input, maxPooling2d, model, train } from 'modelwright';

const scan = input([8, 8, 1]);
const large = conv2d(16, 9, { activation: 'relu' })(scan);
const pooled = maxPooling2d(2)(large);
const digit = dense(9)(flatten()(scan));

export const side = model({ inputs: scan, outputs: dense(3)(flatten()(pooled)) });
export default train(model({ inputs: scan, outputs: digit }), {
  data: digits().split({ validation: 0.1 }),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
});
`;
  const { diagnostics, partial } = await compileFiles({ 'three.model.ts': text });
  expect(briefly(text, diagnostics)).toEqual(FAULTS);
  expect(partial).toBe(false);
});

it('behind an emoji and Chinese text on one line, with types in between', async () => {
  const text = `import { conv2d, dense, digits, flatten, input, model, train, type Tensor } from 'modelwright';
const scan: Tensor = input([8, 8, 1]);
/* 👩‍🔬 三个错误 */ const 大: Record<'😀', Tensor> = { '😀': conv2d(16, /* 太大 */ 9)(scan) }, digit = dense(/* 👍🏽 */ 9)(flatten()(scan)) as Tensor, 训练 = train(model({ inputs: scan, outputs: digit }), { data: digits(), loss: 'sparseCategoricalCrossentropy', optimizer: 'adam' });
export { 训练 as default };
export const side = model({ inputs: scan, outputs: 大['😀'] });
`;
  const { diagnostics } = await compileFiles({ 'three.model.ts': text });
  expect(briefly(text, diagnostics)).toEqual(FAULTS);
});

it('in a helper that is called in a loop: once, with the call that led there', async () => {
  const text = `import { conv2d, input, model, type Tensor } from 'modelwright';
function shrink(x: Tensor) {
  return conv2d(4, 5)(x);
}
let x = input([20, 20, 1]);
for (let i = 0; i < 9; i += 1) {
  x = shrink(x);
}
export const net = model({ inputs: input([20, 20, 1]), outputs: [shrink(input([3, 3, 1]))] });
`;
  const { diagnostics } = await compileFiles({ 'loop.model.ts': text });
  const faults = diagnostics.filter(({ rule }) => rule === 'shape-underflow');
  expect(briefly(text, faults)).toEqual([
    "shape-underflow «5» conv2d gets images of 4×4, too small for its window of 5×5. Shrink less before it, or set padding: 'same'.",
    "shape-underflow «5» conv2d gets images of 3×3, too small for its window of 5×5. Shrink less before it, or set padding: 'same'.",
  ]);
  expect(faults.map(({ related }) => related.at(-1)?.location.range.start.line)).toEqual([6, 8]);
});

it('not what follows from a refused argument', async () => {
  const text = `import { conv2d, dense, digits, flatten, input, maxPooling2d, model, train } from 'modelwright';
const scan = input([8, 8, 1]);
let x = conv2d(16, 3, { padding: 'sme' })(scan);
for (let i = 0; i < 5; i += 1) x = maxPooling2d(2)(x);
x = dense(x.shape[1] / 2)(flatten()(x));
const digit = dense('ten', { activation: 'softmax' })(x);
export default train(model({ inputs: scan, outputs: digit }), {
  data: digits(),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
});
`;
  const { diagnostics } = await compileFiles({ 'refused.model.ts': text });
  expect(briefly(text, diagnostics).map((line) => line.split('»')[0])).toEqual([
    "argument-value «'sme'",
    "argument-value «'ten'",
  ]);
});

it('not what follows from a missing statement', async () => {
  const text = `import { conv2d, dense, digits, flatten, input, model, train } from 'modelwright';
const scan = input([8, 8, 1]);
let x = conv2d(16, 3, { padding: 'sme' })(scan);
x = flatten()(;
const digit = dense(10, { activation: 'softmax' })(x);
export default train(model({ inputs: scan, outputs: digit }), {
  data: digits(),
  loss: 'sparseCategoricalCrossentropy',
  optimizer: 'adam',
});
`;
  const { diagnostics, partial, networks } = await compileFiles({ 'missing.model.ts': text });
  expect(briefly(text, diagnostics).map((line) => line.split('»')[0])).toEqual(["argument-value «'sme'", 'syntax «;']);
  expect(partial).toBe(true);
  expect(networks.map((network) => network.partial)).toEqual([true]);
});
