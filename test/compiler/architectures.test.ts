/** Architectures that are written as model files have the layers, counts and work that their frameworks' own have. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { summarize } from '../../src/network/summary';
import { createTestCompiler } from './compiler';

interface Facts {
  readonly parameters: number;
  readonly trainableParameters: number;
  readonly macs: number;
  readonly layers: readonly {
    readonly name: string;
    readonly type: string;
    readonly outputShape: readonly number[];
    readonly parameters: number;
  }[];
}

const { compile } = createTestCompiler();

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

it('ResNet-50 is that of keras.applications, layer by layer', async () => {
  const facts = JSON.parse(readFileSync(pathOf('test/fixtures/network/resnet-50-keras.json'), 'utf8')) as Facts;
  const { networks, diagnostics } = await compile(pathOf('examples/architectures/resnet-50.model.ts'));
  expect(diagnostics).toEqual([]);
  const [network] = networks;
  if (network === undefined) throw new Error('there is no network');
  const { totals, layers } = summarize(network);
  const { parameters, trainableParameters, macs } = facts;
  expect(totals).toEqual({ parameters, trainableParameters, macs });
  const own = layers.map(({ id, op, outputShape, parameters: count }) => ({
    name: op === 'input' ? 'input_layer_1' : id.replace('/', '_'),
    type: op === 'input' ? 'InputLayer' : op.replace(/^./, (letter) => letter.toUpperCase()).replace(/2d$/, '2D'),
    outputShape,
    parameters: count,
  }));
  const byName = <T extends { readonly name: string }>(list: readonly T[]): T[] =>
    list.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  expect(byName(own)).toEqual(byName(facts.layers));
});
