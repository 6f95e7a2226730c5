/** Where sizes do not fit, the cause is further up: named is what made the size that does not fit, and nothing else. */
import { expect, it } from 'vitest';
import { createTestCompiler } from './compiler';

const { compileFiles } = createTestCompiler();

async function causes(made: string): Promise<string[]> {
  const names = 'add, concatenate, conv2d, dense, flatten, globalAveragePooling2d, input, maxPooling2d, model, permute, reshape';
  const text = `import { ${names} } from 'modelwright';
const x = input([28, 28, 8]);
const small = maxPooling2d(2)(conv2d(8, 3)(x));
export const net = model({ inputs: x, outputs: ${made} });
`;
  const { diagnostics } = await compileFiles({ 'net.model.ts': text });
  expect(diagnostics.map(({ rule }) => rule)).toEqual([expect.stringMatching(/^shape-(merge|concat)$/)]);
  return diagnostics.flatMap(({ related }) => related.map(({ message }) => message));
}

const [CONVOLUTION, POOLING] = ['conv2d makes 26×26 of 28×28.', 'maxPooling2d makes 13×13 of 26×26.'];

it.each([
  ['height and width', 'add()([x, small])', [POOLING, CONVOLUTION]],
  ['units of a layer behind them', 'add()([dense(32)(flatten()(small)), dense(16)(flatten()(x))])', []],
  ['filters alone', 'add()([conv2d(4, 3)(small), conv2d(8, 3)(small)])', []],
  ['what a flatten made of height and width', 'add()([flatten()(small), dense(16)(flatten()(x))])', [POOLING, CONVOLUTION]],
  ['height and width that changed places', 'add()([permute([2, 1, 3])(small), x])', [POOLING, CONVOLUTION]],
  ['another number of axes', 'concatenate()([small, globalAveragePooling2d()(x)])', []],
  ['height and width side by side', 'concatenate()([x, small])', [POOLING, CONVOLUTION]],
])('%s', async (_, made, expected) => {
  expect(await causes(made)).toEqual(expected);
});
