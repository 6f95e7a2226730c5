/** Lowerings: they agree with their specs, and behave as Keras's layers do. */
import { describe, expect, test } from 'vitest';
import { ACTIVATIONS } from '../../src/ir/arguments';
import type { Network } from '../../src/ir/network';
import type { Value } from '../../src/ir/program';
import { inputPort, outputPort } from '../../src/ir/step';
import { layerSpecs } from '../../src/layers/index.spec';
import { lowerings } from '../../src/layers/lowerings';
import { Graph } from '../../src/program/graph';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { lower } from '../../src/program/lower';
import { primitives } from '../../src/program/primitives';
import { buildInference } from '../../src/program/steps';
import { build, chain } from '../network/build';
import { expectClose, randomTensor, tensor } from '../program/support';

test('every layer has a lowering', () => {
  expect(Object.keys(lowerings).toSorted()).toEqual(Object.keys(layerSpecs).toSorted());
});

type Step = Parameters<typeof chain>[1];

describe('a lowering gives what its spec says', () => {
  const cases: readonly { readonly shape: readonly number[]; readonly layer: Step }[] = [
    { shape: [6], layer: ['dense', { units: 4 }] },
    { shape: [6], layer: ['dense', { units: 4, useBias: false, activation: 'softmax' }] },
    { shape: [3, 2, 6], layer: ['dense', { units: 4, activation: 'relu' }] },
    { shape: [7, 6, 3], layer: ['conv2d', { filters: 5, kernelSize: [2, 3], strides: [2, 1], activation: 'tanh' }] },
    { shape: [7, 6, 4], layer: ['conv2d', { filters: 6, kernelSize: 3, padding: 'same', groups: 2, useBias: false }] },
    { shape: [9, 9, 1], layer: ['conv2d', { filters: 2, kernelSize: 3, dilationRate: [2, 3] }] },
    { shape: [7, 6, 3], layer: ['maxPooling2d'] },
    { shape: [7, 6, 3], layer: ['maxPooling2d', { poolSize: [3, 2], strides: 2, padding: 'same' }] },
    { shape: [7, 6, 3], layer: ['averagePooling2d'] },
    { shape: [7, 6, 3], layer: ['averagePooling2d', { poolSize: [3, 2], strides: 2, padding: 'same' }] },
    { shape: [4, 5, 3], layer: ['globalAveragePooling2d'] },
    { shape: [4, 5, 3], layer: ['globalAveragePooling2d', { keepDims: true }] },
    {
      shape: [4, 5, 3],
      layer: [
        'zeroPadding2d',
        {
          padding: [
            [0, 1],
            [2, 3],
          ],
        },
      ],
    },
    { shape: [4, 5, 3], layer: ['batchNormalization'] },
    { shape: [6], layer: ['batchNormalization', { center: false, scale: false }] },
    { shape: [4, 6], layer: ['reshape', { targetShape: [3, -1, 2] }] },
    { shape: [4, 5, 3], layer: ['permute', { dims: [3, 1, 2] }] },
    { shape: [4, 3, 2], layer: ['flatten'] },
    { shape: [5], layer: ['flatten'] },
    { shape: [5], layer: ['dropout', { rate: 0.3 }] },
    ...ACTIVATIONS.map((activation) => ({ shape: [3, 4], layer: ['activation', { activation }] as const })),
  ];

  test.each(cases)('$layer on $shape', ({ shape, layer }) => {
    const network = chain('one', ['input', { shape }, 'x'], layer);
    // Lowering compares the types itself; the run shows that the numbers fit them.
    const program = buildInference(network, lowerings);
    const state = initialState(network, program, 1);
    for (const batch of [1, 3]) {
      const { outputs } = interpret(program, { inputs: { [inputPort('x')]: randomTensor('x', [batch, ...shape]) }, state });
      const declared = network.calls.at(-1)?.outputs[0]?.shape.slice(1);
      expect(outputs[outputPort(0)]?.shape).toEqual([batch, ...(declared ?? [])]);
    }
  });

  test('and one that does not is refused', () => {
    const network = chain('wrong', ['input', { shape: [4, 4] }], ['flatten']);
    const asIs = { ...lowerings, flatten: { lower: ({ inputs }: { inputs: readonly Value[] }) => ({ outputs: inputs }) } };
    expect(() => buildInference(network, asIs)).toThrow(
      'flatten_1 should give float32 [batch, 16], its lowering gives float32 [batch, 4, 4].',
    );
  });

  test('a layer without a lowering is refused by name', () => {
    const { flatten: _, ...rest } = lowerings;
    expect(() => buildInference(chain('net', ['input', { shape: [4, 4] }], ['flatten']), rest)).toThrow("Layer 'flatten'");
  });
});

/** Outputs of a network without weights, lowered for training or not. */
function run(network: Network, training: boolean, x: ReturnType<typeof randomTensor>, step = 0): readonly Float64Array[] {
  const graph = new Graph('test', primitives);
  const { outputs } = lower(network, lowerings, graph, training);
  for (const [k, { value }] of outputs.entries()) graph.output(String(k), value);
  const found = interpret(graph.finish(), { inputs: { [inputPort('x')]: x }, seed: 9, step }).outputs;
  return outputs.map((_, k) => found[String(k)]?.data as Float64Array);
}

describe('layers of several tensors', () => {
  const merged = (op: string, args: Record<string, unknown>, ...samples: readonly (readonly number[])[]): number[] => {
    const network = build('merged', ({ layer }) => [
      layer(op, args)(...samples.map((shape, k) => layer('input', { shape }, `x${k}`)())),
    ]);
    const inputs = Object.fromEntries(samples.map((shape, k) => [inputPort(`x${k}`), counting(k, shape)]));
    const { shape = [], data = [] } = interpret(buildInference(network, lowerings), { inputs }).outputs[outputPort(0)] ?? {};
    expect(shape).toEqual([2, ...(network.calls.at(-1)?.outputs[0]?.shape.slice(1) ?? [])]);
    return [...data];
  };
  /** Two samples: 1, 2, 3, ... times ten to the k. */
  const counting = (k: number, sample: readonly number[]) => {
    const size = sample.reduce((a, b) => a * b, 2);
    return tensor(
      [2, ...sample],
      Array.from({ length: size }, (_, at) => (at + 1) * 10 ** k),
    );
  };

  test('add, subtract and multiply broadcast sample by sample', () => {
    expect(merged('add', {}, [2], [2], [2])).toEqual([111, 222, 333, 444]);
    expect(merged('subtract', {}, [2], [1])).toEqual([-9, -8, -17, -16]);
    // [batch, 2, 1] and [batch, 3]: each sample's rows by its own columns.
    expect(merged('multiply', {}, [2, 1], [3])).toEqual([10, 20, 30, 20, 40, 60, 120, 150, 180, 160, 200, 240]);
  });

  test('concatenate follows its axis', () => {
    expect(merged('concatenate', {}, [2], [1])).toEqual([1, 2, 10, 3, 4, 20]);
    expect(merged('concatenate', { axis: 1 }, [1, 2], [2, 2])).toEqual([1, 2, 10, 20, 30, 40, 3, 4, 50, 60, 70, 80]);
  });
});

test('an embedding looks ids up, whole numbers or not, and others are calculated with as float32', () => {
  const network = build('ids', ({ layer }) => {
    const words = layer('input', { shape: [2], dtype: 'int32' }, 'words')();
    const other = layer('input', { shape: [2] }, 'other')();
    const look = layer('embedding', { inputDim: 3, outputDim: 2 }, 'look');
    return [look(words), look(other), layer('add')(words, other), layer('concatenate')(words, other)];
  });
  const program = buildInference(network, lowerings);
  const state = { 'look/embeddings': tensor([3, 2], [0, 1, 10, 11, 20, 21]) };
  const ids = { ...tensor([1, 2], [2, 0]), dtype: 'int32' as const };
  const inputs = { [inputPort('words')]: ids, [inputPort('other')]: tensor([1, 2], [1, 2]) };
  const { outputs } = interpret(program, { inputs, state });
  expect([0, 1, 2, 3].map((k) => [...(outputs[outputPort(k)]?.data ?? [])])).toEqual([
    [20, 21, 0, 1],
    [10, 11, 20, 21],
    [3, 2],
    [2, 0, 1, 2],
  ]);
  const start = initialState(network, program, 1)['look/embeddings']?.data ?? [];
  expect(Math.max(...start.map(Math.abs))).toBeLessThanOrEqual(0.05);
});

describe('batch normalization', () => {
  const normalize = (trainable: boolean, training: boolean, calls = 1) => {
    const frozen = build('net', ({ layer }) => {
      const x = layer('input', { shape: [1] }, 'x')();
      const norm = layer('batchNormalization', { momentum: 0.9, epsilon: 0.25 }, 'norm');
      return Array.from({ length: calls }, () => norm(x));
    });
    const network = { ...frozen, layers: frozen.layers.map((layer) => ({ ...layer, trainable })) };
    const graph = new Graph('test', primitives);
    for (const [k, { value }] of lower(network, lowerings, graph, training).outputs.entries()) graph.output(`${k}`, value);
    const state = {
      'norm/gamma': tensor([1], [2]),
      'norm/beta': tensor([1], [1]),
      'norm/moving_mean': tensor([1], [10]),
      'norm/moving_variance': tensor([1], [3.75]),
    };
    const result = interpret(graph.finish(), { inputs: { [inputPort('x')]: tensor([2, 1], [1, 4]) }, state });
    const [mean, variance] = ['moving_mean', 'moving_variance'].map((name) => result.state[`norm/${name}`]?.data[0]);
    return { y: [...(result.outputs['0']?.data ?? [])], mean, variance };
  };

  test('normalizes by the batch while training, and moves its statistics', () => {
    // The batch has mean 2.5 and variance 2.25: (1 - 2.5) / sqrt(2.25 + 0.25) · 2 + 1.
    const { y, mean, variance } = normalize(true, true);
    expectClose(y, [1 - 3 / Math.sqrt(2.5), 1 + 3 / Math.sqrt(2.5)], 1e-12);
    expectClose([mean ?? 0, variance ?? 0], [0.9 * 10 + 0.1 * 2.5, 0.9 * 3.75 + 0.1 * 2.25], 1e-12);
  });

  test('moves them once for every call', () => {
    const { mean } = normalize(true, true, 2);
    expectClose([mean ?? 0], [0.9 * (0.9 * 10 + 0.1 * 2.5) + 0.1 * 2.5], 1e-12);
  });

  test.each([
    ['after training', true, false],
    ['frozen', false, true],
  ])('normalizes by them %s, and they stay', (_, trainable, training) => {
    // (1 − 10) / sqrt(3.75 + 0.25) · 2 + 1
    expect(normalize(trainable, training)).toEqual({ y: [-8, -5], mean: 10, variance: 3.75 });
  });
});

describe('dropout', () => {
  const network = chain('net', ['input', { shape: [1000] }, 'x'], ['dropout', { rate: 0.25 }]);
  const ones = tensor([2, 1000], new Float64Array(2000).fill(1));

  test('drops its part and scales up the rest, by another mask in every step', () => {
    const [first] = run(network, true, ones);
    const dropped = first?.filter((x) => x === 0).length ?? 0;
    expect(Math.abs(dropped - 500)).toBeLessThan(80);
    expect(first?.every((x) => x === 0 || Math.abs(x - 4 / 3) < 1e-12)).toBe(true);
    expect(run(network, true, ones)[0]).toEqual(first);
    expect(run(network, true, ones, 1)[0]).not.toEqual(first);
  });

  test('does nothing when not training, or at rate 0', () => {
    expect(run(network, false, ones)[0]).toEqual(ones.data);
    const none = chain('net', ['input', { shape: [1000] }, 'x'], ['dropout', { rate: 0 }]);
    expect(run(none, true, ones)[0]).toEqual(ones.data);
  });

  test('that is called twice draws two masks', () => {
    const shared = build('shared', ({ layer }) => {
      const x = layer('input', { shape: [1000] }, 'x')();
      const drop = layer('dropout', { rate: 0.5 }, 'drop');
      return [drop(x), drop(x)];
    });
    const [first, second] = run(shared, true, ones);
    expect(first).not.toEqual(second);
  });
});

test('a layer that is called twice has one set of weights', () => {
  const network = build('twice', ({ layer }) => {
    const dense = layer('dense', { units: 3, activation: 'tanh' }, 'dense');
    return [dense(dense(layer('input', { shape: [3] }, 'x')()))];
  });
  const program = buildInference(network, lowerings);
  expect(program.state.map(({ name }) => name)).toEqual(['dense/kernel', 'dense/bias']);
  const state = initialState(network, program, 1);
  const x = randomTensor('x', [2, 3]);
  const kernel = state['dense/kernel']?.data ?? new Float32Array();
  const once = (row: readonly number[]): number[] =>
    [0, 1, 2].map((unit) => Math.tanh(row.reduce((sum, value, k) => sum + value * (kernel[3 * k + unit] as number), 0)));
  const expected = [0, 3].flatMap((at) => once(once([...x.data.slice(at, at + 3)])));
  expectClose(interpret(program, { inputs: { [inputPort('x')]: x }, state }).outputs[outputPort(0)]?.data ?? [], expected, 1e-12);
});

test('losses are told the logits where an output comes straight from softmax or sigmoid', () => {
  const logits = (...steps: Step[]) => {
    const graph = new Graph('test', primitives);
    const network = chain('net', ['input', { shape: [4] }], ...steps);
    return lower(network, lowerings, graph, true).outputs[0]?.logits?.activation;
  };
  expect(logits(['dense', { units: 2, activation: 'softmax' }])).toBe('softmax');
  expect(logits(['dense', { units: 2 }], ['activation', { activation: 'sigmoid' }])).toBe('sigmoid');
  expect(logits(['dense', { units: 2, activation: 'relu' }])).toBeUndefined();
  expect(logits(['dense', { units: 2, activation: 'softmax' }], ['flatten'])).toBeUndefined();
});
