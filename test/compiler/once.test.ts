/** Rules that look at the same place: of one mistake, one of them speaks. */
import { expect, it } from 'vitest';
import { applyEdits, createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

const NAMES =
  'adam, binaryCrossentropy, categoricalCrossentropy, dense, digits, dropout, flatten, input, model, reshape, sequential, sgd, train';

const scan = (last: string): string => `sequential([input([8, 8, 1]), flatten(), ${last}])`;

it.each([
  [
    'one unit, one-hot labels',
    `export default train(${scan("dense(1, { activation: 'softmax' })")}, { data: digits().oneHot(), loss: 'categoricalCrossentropy', optimizer: 'sgd' });`,
    ['loss-cce1'],
  ],
  [
    'one unit, class indices',
    `export default train(${scan("dense(1, { activation: 'softmax' })")}, { data: digits(), loss: 'sparseCategoricalCrossentropy', optimizer: 'sgd' });`,
    ['target-classes'],
  ],
  [
    'one unit of raw scores: two mistakes',
    `export default train(${scan('dense(1)')}, { data: digits().oneHot(), loss: 'categoricalCrossentropy', optimizer: 'sgd' });`,
    ['loss-cce1', 'loss-logits'],
  ],
  [
    'a layer in place of a tensor',
    `const x = input([3]);
     export const net = model({ inputs: x, outputs: dense(3)(dense(4)) });`,
    ['argument-value'],
  ],
  [
    'a layer in place of an output',
    `const x = input([3]);
     const y = dense(4)(x);
     export const net = model({ inputs: x, outputs: dense(3) });
     export const other = model({ inputs: x, outputs: x });`,
    ['argument-value'],
  ],
  [
    'a shape that is none',
    `const x = input([64]);
     export const net = model({ inputs: x, outputs: dense(3)(reshape('64')(dense(64)(x))) });`,
    ['argument-value'],
  ],
  [
    'no shape at all',
    `const x = input([64]);
     export const net = model({ inputs: x, outputs: reshape()(x) });`,
    ['argument-value'],
  ],
  [
    'an input that is not listed',
    `const [a, b] = [input([3]), input([4])];
     export const net = model({ inputs: a, outputs: [dense(2)(a), dense(2)(b)] });`,
    ['graph-disconnected'],
  ],
  [
    'an input that is listed and not used',
    `const [a, b] = [input([3]), input([4])];
     export const net = model({ inputs: [a, b], outputs: dense(2)(a) });`,
    ['graph-disconnected'],
  ],
  [
    'a training without export, whose model has none either',
    `export const other = sequential([input([3]), dense(2)]);
     train(${scan("dense(10, { activation: 'softmax' })")}, { data: digits(), loss: 'sparseCategoricalCrossentropy', optimizer: 'sgd' });`,
    ['graph-unused'],
  ],
  [
    'a branch of several layers that leads nowhere',
    `const x = input([3]);
     const branch = dropout(0.1)(dense(3)(dense(4)(x)));
     export const net = model({ inputs: x, outputs: dense(3)(x) });`,
    ['graph-unused'],
  ],
  ['nothing exported yet', 'const x = input([3]); const y = dense(3)(x); const net = model({ inputs: x, outputs: y });', []],
])('%s', async (_, lines, rules) => {
  const { diagnostics } = await compileFiles({ 'once.model.ts': `import { ${NAMES} } from 'modelwright';\n${lines}\n` });
  expect(diagnostics.map(({ rule }) => rule).sort()).toEqual(rules);
});

it('where nothing is known of the labels, one sigmoid unit asks for binaryCrossentropy', async () => {
  const text = `import { dense, input, sequential, train } from 'modelwright';
const net = sequential([input([2]), dense(1, { activation: 'sigmoid' })]);
export default train(net, { loss: 'categoricalCrossentropy', optimizer: 'sgd' });
`;
  const { diagnostics } = await compileFiles({ 'binary.model.ts': text });
  expect(diagnostics.map(({ rule }) => rule)).toEqual(['argument-value', 'loss-cce1']);
  const [fix] = diagnostics[1]?.fixes ?? [];
  const repaired = applyEdits(text, fix?.edits ?? []);
  expect(repaired).toContain("loss: 'binaryCrossentropy'");
  const after = await compileFiles({ 'binary.model.ts': repaired });
  expect(after.diagnostics.map(({ rule }) => rule)).toEqual(['argument-value']);
});

it('a message quotes the beginning of a long value, console.log shows it all', async () => {
  const text = `import { dense, input, sequential } from 'modelwright';
const rows = Array.from({ length: 90 }, (_, index) => index);
console.log(rows);
export const net = sequential([input([2]), dense(rows)]);
`;
  const { diagnostics } = await compileFiles({ 'long.model.ts': text });
  const [shown, refused] = diagnostics.map(({ message }) => message);
  expect(shown).toMatch(/^\[0, 1, 2, .*, 88, 89\]$/);
  expect(refused).toMatch(/it is \[0, 1, 2, .*…\.$/);
  expect(refused?.length).toBeLessThan(200);
});
