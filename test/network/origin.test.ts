import { describe, expect, it } from 'vitest';
import type { Network } from '../../src/ir/network';
import { formatOrigin, originOf } from '../../src/network/origin';
import { createTestCompiler } from '../compiler/compiler';

const { compileFiles } = createTestCompiler();

const FILE = '/nets/net.model.ts';

/** `layers` begins on line 2 of a file. */
async function netOf(layers: string, files: Readonly<Record<string, string>> = {}): Promise<Network> {
  const text = `import * as mw from 'modelwright'; const { add, averagePooling2d, batchNormalization, block, concatenate, conv2d, dense, dropout, embedding, flatten, globalAveragePooling2d, input, maxPooling2d, multiply, permute, reshape, zeroPadding2d, model } = mw;\n${layers}\n`;
  const { networks, diagnostics } = await compileFiles({ [FILE]: text, ...files });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const [network] = networks;
  if (network === undefined) throw new Error('no network');
  return network;
}

/** Where each size of the last layer's first input comes from; `output`: of its output. */
function explained(network: Network, output = false): (string | undefined)[] {
  const at = network.outputs[0]?.call ?? 0;
  const call = network.calls[at];
  const ref = output ? { call: at, output: 0 } : call?.inputs[0];
  const type = ref && network.calls[ref.call]?.outputs[ref.output];
  return (type?.shape ?? []).slice(1).map((_, axis) => {
    const origin = ref && originOf(network, { ref, axis: axis + 1 });
    return origin && formatOrigin(origin, FILE);
  });
}

describe('a size is explained by what made it', () => {
  it('flattened images', async () => {
    const net = await netOf(`const x = input([28, 28, 1], { name: 'photo' });
      let y = conv2d(32, 3)(x);
      y = maxPooling2d(2)(y);
      y = dropout(0.2)(batchNormalization()(y));
      export const net = model({ inputs: x, outputs: dense(10)(dropout(0.5)(flatten()(y))) });`);
    expect(explained(net)).toEqual(['5408 = 13 × 13 × 32 ← flatten ← maxPooling2d (line 4)']);
  });

  it('pooling, which halves and drops the rest, and a kernel without padding', async () => {
    const net = await netOf(`const x = input([28, 27, 1], { name: 'photo' });
      const y = maxPooling2d(2)(conv2d(16, [3, 4])(x));
      export const net = model({ inputs: x, outputs: maxPooling2d(2)(y) });`);
    expect(explained(net)).toEqual([
      '13 = ⌊26 / 2⌋ ← maxPooling2d ← conv2d (line 3)',
      '12 = ⌊24 / 2⌋ ← maxPooling2d ← conv2d (line 3)',
      '16 ← filters of conv2d (line 3)',
    ]);
    const image = await netOf(`const x = input([28, 27, 1], { name: 'photo' });
      export const net = model({ inputs: x, outputs: conv2d(16, [3, 4])(x) });`);
    expect(explained(image, true)).toEqual([
      '26 = 28 − 2 ← conv2d ← input photo (line 2)',
      '24 = 27 − 3 ← conv2d ← input photo (line 2)',
      '16 ← filters of conv2d (line 3)',
    ]);
  });

  it('strides', async () => {
    const strided = (padding: string): Promise<Network> =>
      netOf(`const x = input([29, 29, 3]);
      export const net = model({ inputs: x, outputs: conv2d(8, 3, { strides: 2, padding: '${padding}' })(x) });`);
    expect(explained(await strided('same'), true)[0]).toBe('15 = ⌊(29 + 1) / 2⌋ ← conv2d ← input (line 2)');
    expect(explained(await strided('valid'), true)[0]).toBe('14 = ⌊(29 − 1) / 2⌋ ← conv2d ← input (line 2)');
  });

  it('sums of channels', async () => {
    const net = await netOf(`const x = input([8, 8, 3]);
      const [a, b] = [conv2d(16, 3, { padding: 'same' })(x), conv2d(32, 5, { padding: 'same' })(x)];
      const y = concatenate()([a, b, x]);
      export const net = model({ inputs: x, outputs: globalAveragePooling2d()(y) });`);
    expect(explained(net)).toEqual([
      '8 ← shape of input (line 2)',
      '8 ← shape of input (line 2)',
      '51 = 16 + 32 + 3 ← concatenate ← conv2d (line 3), conv2d (line 3), input (line 2)',
    ]);
  });

  it('what stays as it is leads further up, through sums and skipped connections', async () => {
    const net = await netOf(`const x = input([8, 8, 3]);
      let y = conv2d(16, 3)(x);
      y = add()([y, conv2d(16, 3, { padding: 'same' })(y)]);
      y = multiply()([y, globalAveragePooling2d({ keepDims: true })(y)]);
      export const net = model({ inputs: x, outputs: dense(4)(y) });`);
    expect(explained(net)).toEqual([
      '6 = 8 − 2 ← conv2d ← input (line 2)',
      '6 = 8 − 2 ← conv2d ← input (line 2)',
      '16 ← filters of conv2d (line 3)',
    ]);
  });

  it('padding, exchanged axes, vectors, and the size that follows from the others', async () => {
    const net = await netOf(`const x = input([4, 6, 2]);
      let y = zeroPadding2d([1, 2])(x);
      y = permute([2, 1, 3])(y);
      export const net = model({ inputs: x, outputs: reshape([-1, 15])(y) });`);
    expect(explained(net)).toEqual([
      '10 = 6 + 4 ← zeroPadding2d ← input (line 2)',
      '6 = 4 + 2 ← zeroPadding2d ← input (line 2)',
      '2 ← shape of input (line 2)',
    ]);
    expect(explained(net, true)).toEqual([
      '8 = 10 × 6 × 2 / 15 ← reshape ← permute (line 4)',
      '15 ← targetShape of reshape (line 5)',
    ]);
    const words = await netOf(`const ids = input([20], { dtype: 'int32' });
      export const net = model({ inputs: ids, outputs: flatten()(embedding(1000, 64)(ids)) });`);
    expect(explained(words, true)).toEqual(['1280 = 20 × 64 ← flatten ← embedding (line 3)']);
  });

  it('a helper in another file is named with it', async () => {
    const helper = "import { conv2d } from 'modelwright';\nexport const narrow = conv2d(7, 3);\n";
    const net = await netOf(
      `import { narrow } from './parts'; const x = input([9, 9, 1]);
      export const net = model({ inputs: x, outputs: flatten()(narrow(x)) });`,
      { '/nets/parts.ts': helper },
    );
    expect(explained(net)[2]).toBe('7 ← filters of conv2d (parts.ts, line 2)');
    expect(explained(net, true)).toEqual(['343 = 7 × 7 × 7 ← flatten ← conv2d (parts.ts, line 2)']);
  });

  it('of what a fault left open, nothing is said; long chains and wide sums come to an end', async () => {
    const { networks } = await compileFiles({
      [FILE]: `import { conv2d, flatten, input, model } from 'modelwright'; const x = input([4, 4, 1]);
      export const net = model({ inputs: x, outputs: flatten()(conv2d(2, 9)(x)) });`,
    });
    expect(networks.map((network) => explained(network, true))).toEqual([[undefined]]);
    const wide = await netOf(`const x = input([3]); let y = x;
      for (let i = 0; i < 4000; i += 1) y = dropout(0.1)(y);
      y = concatenate()(Array(40).fill(y));
      for (let i = 0; i < 20; i += 1) y = concatenate()([y, y]);
      export const net = model({ inputs: x, outputs: y });`);
    expect(explained(wide, true)).toEqual(['125829120 = 62914560 + 62914560 ← concatenate ← concatenate (line 5)']);
  });
});
