/** Blocks, models inside models, shared layers, and several inputs and outputs: what a file says, and the network it makes. */
import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/ir/network';
import { inputPort, outputPort } from '../../src/ir/step';
import { formatShape } from '../../src/ir/tensor';
import { lowerings } from '../../src/layers/lowerings';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { buildInference } from '../../src/program/steps';
import { expectClose, randomTensor } from '../program/support';
import { briefly, createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

async function networksOf(body: string): Promise<readonly Network[]> {
  const names = 'add, block, concatenate, conv2d, dense, flatten, input, model, reshape, sequential, subtract';
  const text = `import { ${names} } from 'modelwright';\n${body}`;
  const { networks, diagnostics, partial } = await compileFiles({ 'net.model.ts': text });
  expect(briefly(text, diagnostics)).toEqual([]);
  expect(partial).toBe(false);
  return networks;
}

/** `encoder/dense ← x` for every call. */
const wiring = ({ layers, calls }: Network): string[] =>
  calls.map(({ layer, inputs, block = [] }) => {
    const from = inputs.map((ref) => layers[calls[ref.call]?.layer ?? -1]?.id);
    const where = block.length === 0 ? '' : ` in ${block.join('/')}`;
    return `${layers[layer]?.id}${from.length === 0 ? '' : ` ← ${from.join(', ')}`}${where}`;
  });

const outputsOf = ({ calls, outputs }: Network): string[] =>
  outputs.map((ref) => formatShape(calls[ref.call]?.outputs[ref.output]?.shape ?? []));

describe('block', () => {
  it('runs a function and names what it makes', async () => {
    const [net] = await networksOf(`
const x = input([8], { name: 'x' });
let y = x;
for (let i = 0; i < 2; i += 1) {
  y = block('unit', () => {
    const hidden = dense(8, { name: 'hidden' })(y);
    return block('tail', () => dense(8)(add()([hidden, y])));
  });
}
export const net = model({ inputs: x, outputs: y });`);
    expect(net && wiring(net)).toEqual([
      'x',
      'unit/hidden ← x in unit',
      'unit/tail/add ← unit/hidden, x in unit/tail',
      'unit/tail/dense ← unit/tail/add in unit/tail',
      'unit_1/hidden ← unit/tail/dense in unit_1',
      'unit_1/tail/add ← unit_1/hidden, unit/tail/dense in unit_1/tail',
      'unit_1/tail/dense ← unit_1/tail/add in unit_1/tail',
    ]);
    expect(net?.layers.map(({ block }) => block.join('/'))).toContain('unit_1/tail');
  });

  it('makes one layer of a list, which shares its weights when it is applied again', async () => {
    const [net] = await networksOf(`
const [a, b] = [input([8]), input([8])];
const head = block('head', [dense(4), dense(2, { name: 'last' })]);
export const net = model({ inputs: [a, b], outputs: [head(a), head(b)] });`);
    expect(net && wiring(net)).toEqual([
      'input',
      'input_1',
      'head/dense ← input in head',
      'head/last ← head/dense in head',
      'head/dense ← input_1 in head@2',
      'head/last ← head/dense in head@2',
    ]);
  });

  it('needs no name', async () => {
    const [net] = await networksOf(`
const x = input([8]);
export const net = model({ inputs: x, outputs: block(() => dense(2)(block([dense(3)])(x))) });`);
    expect(net && wiring(net)).toEqual([
      'input',
      'block/sequential/dense ← input in block/sequential',
      'block/dense ← block/sequential/dense in block',
    ]);
  });
});

describe('a model applied like a layer', () => {
  const autoencoder = `
const picture = input([6], { name: 'picture' });
const encoder = model({ inputs: picture, outputs: dense(2)(dense(4)(picture)) });
const code = input([2], { name: 'code' });
const decoder = sequential([code, dense(4), dense(6)], { name: 'decode' });
const x = input([6], { name: 'x' });
export const whole = model({ inputs: x, outputs: decoder(encoder(x)) });
export { encoder };`;

  it('stands there with its layers, under its name', async () => {
    const [first, second] = await networksOf(autoencoder);
    const [whole, encoder] = first?.name === 'whole' ? [first, second] : [second, first];
    expect(whole && wiring(whole)).toEqual([
      'x',
      'encoder/dense ← x in encoder',
      'encoder/dense_1 ← encoder/dense in encoder',
      'decode/dense ← encoder/dense_1 in decode',
      'decode/dense_1 ← decode/dense in decode',
    ]);
    // A layer has one id, wherever it stands: weights of one are weights of the other.
    expect(encoder && wiring(encoder)).toEqual(['picture', 'encoder/dense ← picture', 'encoder/dense_1 ← encoder/dense']);
  });

  it('computes the same as its parts', async () => {
    const networks = await networksOf(autoencoder.replace('export { encoder }', 'export { encoder, decoder }'));
    const x = randomTensor('x', [3, 6]);
    const [whole, encoder, decoder] = ['whole', 'encoder', 'decoder'].map((name) => networks.find((net) => net.name === name));
    if (whole === undefined || encoder === undefined || decoder === undefined) throw new Error('a model is missing');
    const state = initialState(whole, buildInference(whole, lowerings), 1);
    const run = (network: Network, input: string, tensor: typeof x) =>
      interpret(buildInference(network, lowerings), { inputs: { [inputPort(input)]: tensor }, state }).outputs[outputPort(0)] ??
      x;
    const parts = run(decoder, 'code', run(encoder, 'picture', x));
    expectClose(run(whole, 'x', x).data, parts.data, 1e-12);
  });

  it('shares its weights between applications, and knows shapes', async () => {
    const [net] = await networksOf(`
const side = input([4, 4, 1]);
const tower = model({ inputs: side, outputs: flatten()(conv2d(3, 3, { name: 'look' })(side)) });
const [left, right] = [input([4, 4, 1]), input([4, 4, 1])];
const [a, b] = [tower(left), tower(right)];
export const twins = model({ inputs: [left, right], outputs: dense(a.shape[1])(subtract()([a, b])) });`);
    expect(net?.layers.filter(({ weights }) => weights.length > 0).map(({ id }) => id)).toEqual(['tower/look', 'dense']);
    expect(net && wiring(net).slice(2, 6)).toEqual([
      'tower/look ← input in tower',
      'tower/flatten ← tower/look in tower',
      'tower/look ← input_1 in tower@2',
      'tower/flatten ← tower/look in tower@2',
    ]);
    expect(net && outputsOf(net)).toEqual(['[batch, 12]']);
  });

  it('gives a list where it was made with one, and nests', async () => {
    const [net] = await networksOf(`
const x = input([4]);
const inner = model({ inputs: x, outputs: [dense(2)(x), dense(3)(x)] });
const y = input([4]);
const [p, q] = inner(y);
const middle = model({ inputs: [y], outputs: [concatenate()([p, q])] });
const z = input([4], { name: 'z' });
const [joined] = middle([z]);
export const outer = model({ inputs: z, outputs: { joined }.joined });`);
    expect(net && wiring(net)).toEqual([
      'z',
      'middle/inner/dense ← z in middle/inner',
      'middle/inner/dense_1 ← z in middle/inner',
      'middle/concatenate ← middle/inner/dense, middle/inner/dense_1 in middle',
    ]);
    expect(net && outputsOf(net)).toEqual(['[batch, 5]']);
  });

  it('says its faults once, where they are', async () => {
    const text = `import { conv2d, dense, flatten, input, model } from 'modelwright';
const small = input([2, 2, 1]);
const tower = model({ inputs: small, outputs: dense(3)(flatten()(conv2d(4, 3)(small))) });
const a = input([2, 2, 1]);
const b = input([5]);
export const net = model({ inputs: [a, b], outputs: [tower(a), tower(b), tower(a, a), tower('b')] });
`;
    const { diagnostics } = await compileFiles({ 'faults.model.ts': text });
    expect(briefly(text, diagnostics)).toEqual([
      "shape-underflow «3» conv2d gets images of 2×2, too small for its window of 3×3. Shrink less before it, or set padding: 'same'.",
      'shape-inner «b» tower is applied to [batch, 5]; its input takes [batch, 2, 2, 1].',
      'graph-arity «tower(a, a)» tower is applied to one tensor; it got 2.',
      "argument-value «'b'» tower is applied to tensors; this is 'b'.",
    ]);
  });

  it('cannot make more calls than a file may', async () => {
    const doublings = Array.from(
      { length: 24 },
      (_, k) => `const i${k} = input([2]); m = model({ inputs: i${k}, outputs: m(m(i${k})) });`,
    );
    const text = `import { dense, input, model } from 'modelwright';
const x = input([2]);
let m = model({ inputs: x, outputs: dense(2)(x) });
${doublings.map((line, k) => line.replace(/m\(m/, `m${k}(m${k}`).replace('m = ', `const m${k + 1} = `)).join('\n')}
export const net = m24;
`.replace('let m =', 'const m0 =');
    const { diagnostics } = await compileFiles({ 'many.model.ts': text });
    expect(briefly(text, diagnostics)).toEqual([expect.stringContaining('The file makes more calls than can be followed')]);
  });
});

describe('sizes in a model file', () => {
  it('are numbers where they are known, and calculated with by methods where not', async () => {
    const text = `import { conv2d, dense, input, model, reshape } from 'modelwright';
const x = input([28, 28, 4]);
const [batch, height, , channels] = x.shape;
const y = conv2d(channels / 2, [height - 25, 3])(x);
console.log(y.shape, batch, batch.times(2).plus(1), batch.minus(batch), batch.dividedBy(2));
const z = reshape([y.shape[1] * y.shape[2], -1])(y);
console.log(z.shape);
export const net = model({ inputs: x, outputs: dense(z.shape[2])(z) });
`;
    const { diagnostics, networks } = await compileFiles({ 'sizes.model.ts': text });
    expect(diagnostics.map(({ rule, message }) => [rule, message])).toEqual([
      ['console', '[batch, 26, 26, 2] batch 2·batch + 1 0 ⌊(batch)/2⌋'],
      ['console', '[batch, 676, 2]'],
    ]);
    expect(networks[0] && outputsOf(networks[0])).toEqual(['[batch, 676, 2]']);
  });

  it('that are not known refuse operators, and say what to write', async () => {
    const text = `import { dense, input, model } from 'modelwright';
const x = input([4]);
export const net = model({ inputs: x, outputs: dense(x.shape[0] * 2)(x) });
`;
    const { diagnostics } = await compileFiles({ 'operators.model.ts': text });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The size 'batch' is not known before training, so + - * / do not work on it. Take it as size(x, axis), and write .plus(), .minus(), .times() or .dividedBy().",
    ]);
  });

  it('are taken by axis to be calculated with, known or not', async () => {
    const text = `import { dense, input, model, reshape, size } from 'modelwright';
const x = input([6, 4]);
const twice = size(x, 1).times(2);
console.log(twice.plus(size(x, 0)), twice.dividedBy(5), size(x, -1).minus(1) + 1);
export const net = model({ inputs: x, outputs: dense(twice)(reshape([size(x, 2), twice.dividedBy(2)])(x)) });
size(x, 3);
`;
    const { diagnostics, networks } = await compileFiles({ 'axis.model.ts': text });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'batch + 12 2 4',
      'There is no axis 3 in [batch, 6, 4]: size(x, axis) counts them from 0 to 2.',
    ]);
    expect(networks[0] && outputsOf(networks[0])).toEqual(['[batch, 4, 12]']);
  });
});
