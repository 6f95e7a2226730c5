import { describe, expect, test } from 'vitest';
import type { Initializer } from '../../src/ir/network';
import { lowerings } from '../../src/layers/lowerings';
import { fans, initialState } from '../../src/program/initial-state';
import { buildInference, buildTrainingStep } from '../../src/program/steps';
import { chain } from '../network/build';
import { adam, supervised } from './training';

test('fans follow the shape as in Keras', () => {
  expect(fans([])).toEqual({ fanIn: 1, fanOut: 1 });
  expect(fans([7])).toEqual({ fanIn: 7, fanOut: 7 });
  expect(fans([7, 3])).toEqual({ fanIn: 7, fanOut: 3 });
  expect(fans([3, 2, 5, 4])).toEqual({ fanIn: 30, fanOut: 24 });
});

/** What a kernel [60, 500] starts from. */
function start(kernelInitializer: Initializer, seed = 1): Float32Array {
  const network = chain('one', ['input', { shape: [60] }], ['dense', { units: 500 }]);
  const [layer] = network.layers.slice(-1);
  if (layer === undefined) throw new Error('no layer');
  const weights = layer.weights.map((weight) =>
    weight.name === 'kernel' ? { ...weight, initializer: kernelInitializer } : weight,
  );
  const changed = { ...network, layers: [...network.layers.slice(0, -1), { ...layer, weights }] };
  return initialState(changed, buildInference(changed, lowerings), seed)['dense_1/kernel']?.data as Float32Array;
}

const mean = (data: Float32Array): number => data.reduce((a, b) => a + b, 0) / data.length;
const deviation = (data: Float32Array): number =>
  Math.sqrt(data.reduce((sum, x) => sum + x * x, 0) / data.length - mean(data) ** 2);
const most = (data: Float32Array): number => data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

describe('initializers', () => {
  test.each([
    ['glorotUniform', Math.sqrt(6 / 560)],
    ['heUniform', Math.sqrt(6 / 60)],
    ['lecunUniform', Math.sqrt(3 / 60)],
  ] as const)('%s is uniform within its limit', (kind, limit) => {
    const data = start({ kind });
    expect(most(data)).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(most(data) / limit).toBeGreaterThan(0.99);
    expect(deviation(data) / (limit / Math.sqrt(3))).toBeCloseTo(1, 1.5);
    expect(mean(data) / limit).toBeCloseTo(0, 1.5);
  });

  test.each([
    ['glorotNormal', Math.sqrt(2 / 560)],
    ['heNormal', Math.sqrt(2 / 60)],
    ['lecunNormal', Math.sqrt(1 / 60)],
  ] as const)('%s has its standard deviation, cut at two of the wider one', (kind, stddev) => {
    const data = start({ kind });
    expect(deviation(data) / stddev).toBeCloseTo(1, 1.5);
    expect(most(data)).toBeLessThanOrEqual((2 * stddev * (1 + 1e-5)) / 0.8796256610342398);
    expect(most(data)).toBeGreaterThan(2.2 * stddev);
  });

  test('a normal distribution has its quantiles', () => {
    const data = start({ kind: 'randomNormal', mean: 1, stddev: 2 }).map((x) => (x - 1) / 2);
    // Of a standard normal: the share below −3, −1.96, −1, 0, 1, 1.96, 3.
    const shares = { '-3': 0.00135, '-1.96': 0.025, '-1': 0.15866, '0': 0.5, '1': 0.84134, '1.96': 0.975, '3': 0.99865 };
    for (const [at, share] of Object.entries(shares)) {
      const found = data.filter((x) => x < Number(at)).length / data.length;
      expect(Math.abs(found - share), `share below ${at}`).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / data.length));
    }
  });

  test('plain ones', () => {
    expect(start({ kind: 'ones' }).every((x) => x === 1)).toBe(true);
    expect(start({ kind: 'constant', value: 0.25 }).every((x) => x === 0.25)).toBe(true);
    const range = start({ kind: 'randomUniform', min: 2, max: 3 });
    expect(range.every((x) => x >= 2 && x <= 3)).toBe(true);
    expect(mean(range)).toBeCloseTo(2.5, 1.5);
  });

  test('the same seed gives the same weights, another seed others', () => {
    expect(start({ kind: 'heNormal' }, 5)).toEqual(start({ kind: 'heNormal' }, 5));
    expect(start({ kind: 'heNormal' }, 6)).not.toEqual(start({ kind: 'heNormal' }, 5));
  });
});

test('every state of a training step has a value: weights their own, what the optimizer keeps zeros', () => {
  const network = chain(
    'net',
    ['input', { shape: [4, 4, 1] }],
    ['conv2d', { filters: 2, kernelSize: 3 }],
    ['flatten'],
    ['dense', { units: 3 }],
  );
  const program = buildTrainingStep(network, supervised('meanSquaredError', adam), lowerings);
  const state = initialState(network, program, 3);
  expect(Object.keys(state)).toEqual(program.state.map(({ name }) => name));
  expect(state['conv2d_1/kernel']?.shape).toEqual([3, 3, 1, 2]);
  const [kernel, other] = [state['conv2d_1/kernel'], state['dense_1/kernel']];
  expect(kernel?.data.every((x) => x !== 0)).toBe(true);
  expect(kernel?.data.slice(0, 4)).not.toEqual(other?.data.slice(0, 4));
  for (const name of ['conv2d_1/bias', 'conv2d_1/kernel/adam/m', 'dense_1/bias/adam/v', 'objective/0/iterations']) {
    expect(
      state[name]?.data.every((x) => x === 0),
      name,
    ).toBe(true);
  }
});
