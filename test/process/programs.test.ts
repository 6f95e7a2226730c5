/** The smallest examples learn what they are about, whatever the seed. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Compilation } from '../../src/compiler/compile';
import { readSafetensors } from '../../src/formats/safetensors';
import { inputPort, outputPort } from '../../src/ir/step';
import type { TensorData } from '../../src/ir/tensor';
import { lowerings } from '../../src/layers/lowerings';
import { interpret } from '../../src/program/interpret';
import { buildInference } from '../../src/program/steps';
import { layoutOf } from '../../src/runs/layout';
import { createTestCompiler } from '../compiler/compiler';
import { trainDigits } from '../trainer/fixture';

const { compile } = createTestCompiler();

const example = (name: string): string => fileURLToPath(new URL(`../../examples/${name}.model.ts`, import.meta.url));

/** The weights after training. */
async function weightsOf({ networks: [network], trainings: [training] }: Compilation, seed: number) {
  if (network === undefined || training === undefined) throw new Error('no training');
  const { directory } = await trainDigits({ ...training, seed }, { network });
  return { network, weights: readSafetensors(readFileSync(layoutOf(directory).checkpoint('last'))).tensors };
}

test('linear regression finds the line 2.2 + 0.6 x', async () => {
  const { weights } = await weightsOf(await compile(example('linear-regression')), 1);
  expect(weights['line/kernel']?.data[0]).toBeCloseTo(0.6, 3);
  expect(weights['line/bias']?.data[0]).toBeCloseTo(2.2, 3);
}, 120_000);

/** As the model is given them: the perceptron's are standardized. */
const programs = {
  'simple-nn': { points: [1, 0, 0, 1, 1, 1, 1, 0], answers: [1, 0, 1, 1] },
  perceptron: { points: [-1, -1, -1, 1, 1, -1, 1, 1], answers: [0, 0, 1, 1] },
};

describe.each(Object.entries(programs))('%s', (name, { points, answers }) => {
  test('gets all four points right for 20 of 20 seeds', async () => {
    const compiled = await compile(example(name));
    for (let seed = 1; seed <= 20; seed++) {
      const { network, weights } = await weightsOf(compiled, seed);
      const input = network.layers[0]?.id ?? '';
      const x: TensorData = { shape: [4, 2], dtype: 'float32', data: Float32Array.from(points) };
      const { outputs } = interpret(buildInference(network, lowerings), { inputs: { [inputPort(input)]: x }, state: weights });
      const chances = [...(outputs[outputPort(0)]?.data ?? [])];
      expect(
        chances.map((chance) => Number(chance > 0.5)),
        `${basename(name)}, seed ${seed}`,
      ).toEqual(answers);
    }
  }, 300_000);
});
