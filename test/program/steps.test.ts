/** Whole training steps: gradients, updates, ports. */
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/ir/network';
import type { Program } from '../../src/ir/program';
import {
  gradientPort,
  inputPort,
  lossPort,
  metricPort,
  outputPort,
  ratePort,
  sampleWeightPort,
  targetPort,
} from '../../src/ir/step';
import type { Training } from '../../src/ir/training';
import { lowerings } from '../../src/layers/lowerings';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { buildEvaluation, buildInference, buildTrainingStep } from '../../src/program/steps';
import { build, chain } from '../network/build';
import { expectClose, randomLabels, randomTensor, slopes, type Tensors, tensor } from './support';
import { facts, given } from './torch-facts';
import { adam, loss, sgd, supervised, training } from './training';

const rate = (value: number) => ({ [ratePort(0)]: tensor([], [value]) });
const names = (ports: Program['inputs']): string[] => ports.map(({ name }) => name);

/** The state in float64, since slopes are taken of it. */
const start = (network: Network, program: Program, seed = 1): Tensors =>
  Object.fromEntries(
    Object.entries(initialState(network, program, seed)).map(([name, { shape, data, dtype }]) => [
      name,
      tensor(shape, data, dtype),
    ]),
  );

const mlp = chain(
  'mlp',
  ['input', { shape: [5] }, 'x'],
  ['dense', { units: 7, activation: 'tanh' }],
  ['dense', { units: 6, activation: 'relu', useBias: false }],
  ['dense', { units: 3, activation: 'softmax' }, 'y'],
);

const cnn = chain(
  'cnn',
  ['input', { shape: [7, 6, 2] }, 'x'],
  ['conv2d', { filters: 4, kernelSize: 3, padding: 'same', strides: 2, activation: 'relu' }],
  ['maxPooling2d', { poolSize: 2, padding: 'same' }],
  ['conv2d', { filters: 6, kernelSize: [1, 2], groups: 2, activation: 'sigmoid' }],
  ['flatten'],
  ['dropout', { rate: 0.4 }],
  ['dense', { units: 2 }, 'y'],
);

const digits = { [inputPort('x')]: randomTensor('mlp', [4, 5]), [targetPort(0)]: randomLabels('mlp', [4], 3) };

const steps: readonly (readonly [string, Network, Training, Tensors])[] = [
  ['MLP', mlp, supervised('sparseCategoricalCrossentropy'), digits],
  [
    'CNN',
    cnn,
    supervised('meanSquaredError'),
    { [inputPort('x')]: randomTensor('cnn', [3, 7, 6, 2]), [targetPort(0)]: randomTensor('cnn y', [3, 2]) },
  ],
  [
    'MLP, batch of 1',
    mlp,
    supervised('categoricalCrossentropy'),
    { [inputPort('x')]: randomTensor('one', [1, 5]), [targetPort(0)]: randomTensor('one y', [1, 3], [0, 1]) },
  ],
];

describe.each(steps)('%s', (_, network, plan, batch) => {
  const program = buildTrainingStep(network, plan, lowerings, { gradients: true });
  const state = start(network, program);
  const inputs = { ...batch, ...rate(0.1) };
  const run = { inputs, state, seed: 5, step: 3 };
  const { outputs, state: next } = interpret(program, run);
  const weights = network.layers.flatMap(({ id, weights: own }) => own.map(({ name }) => `${id}/${name}`));

  test('gradients of all weights agree with central differences', () => {
    const lossAt = (changed: Tensors): number =>
      interpret(program, { ...run, state: changed }).outputs[lossPort(0)]?.data[0] as number;
    for (const name of weights) {
      expectClose(outputs[gradientPort(name)]?.data ?? [], slopes(lossAt, state, name), 1e-6, name);
    }
  });

  test('the step moves every weight against its gradient', () => {
    expect(names(program.state)).toEqual(weights);
    for (const name of weights) {
      const gradient = outputs[gradientPort(name)]?.data ?? new Float64Array();
      const moved = state[name]?.data.map((w, i) => w - 0.1 * (gradient[i] as number)) ?? [];
      expectClose(next[name]?.data ?? [], moved, 1e-12, name);
    }
  });
});

test('PyTorch trains the same network to the same losses and weights', () => {
  const { x, labels, losses, start: first, end } = facts.network;
  const network = chain(
    'net',
    ['input', { shape: [6, 5, 2] }, 'x'],
    ['conv2d', { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }, 'conv2d'],
    ['maxPooling2d'],
    ['flatten'],
    ['dense', { units: 4, activation: 'softmax' }, 'dense'],
  );
  const optimizer = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: true } as const;
  const program = buildTrainingStep(network, supervised('sparseCategoricalCrossentropy', optimizer), lowerings);
  const inputs = { [inputPort('x')]: given(x), [targetPort(0)]: tensor([5], labels, 'int32'), ...rate(0.1) };
  const weights = Object.fromEntries(Object.entries(first).map(([name, fact]) => [name, given(fact)]));
  let state: Tensors = { ...start(network, program), ...weights };
  for (const expected of losses) {
    const after = interpret(program, { inputs, state });
    expect(after.outputs[lossPort(0)]?.data[0]).toBeCloseTo(expected, 10);
    state = after.state;
  }
  for (const [name, { data }] of Object.entries(end)) expectClose(state[name]?.data ?? [], data, 1e-10, name);
});

test('a small CNN learns its batch with Adam, and the evaluation reads the weights it left', () => {
  const plan = supervised('meanSquaredError', adam);
  const [program, evaluation] = [buildTrainingStep(cnn, plan, lowerings), buildEvaluation(cnn, plan, lowerings)];
  const batch = { [inputPort('x')]: randomTensor('cnn', [8, 7, 6, 2]), [targetPort(0)]: randomTensor('cnn y', [8, 2]) };
  let state = start(cnn, program);
  const lossAt = (): number => interpret(evaluation, { inputs: batch, state }).outputs[lossPort(0)]?.data[0] as number;
  const before = lossAt();
  for (let step = 0; step < 20; step++) state = interpret(program, { inputs: { ...batch, ...rate(0.02) }, state, step }).state;
  expect(state['objective/0/iterations']?.data[0]).toBe(20);
  expect(lossAt()).toBeLessThan(0.5 * before);
});

describe('ports', () => {
  const plan = supervised('sparseCategoricalCrossentropy', adam);

  test('of a training step', () => {
    const program = buildTrainingStep(mlp, plan, lowerings, { sampleWeights: true });
    expect(names(program.inputs)).toEqual([inputPort('x'), targetPort(0), sampleWeightPort(0), ratePort(0)]);
    expect(names(program.outputs)).toEqual([lossPort(0), metricPort('right', 0)]);
    const slots = names(program.state).filter((name) => name.startsWith('y/bias'));
    expect(slots).toEqual(['y/bias', 'y/bias/adam/m', 'y/bias/adam/v']);
    expect(program.state.every(({ next }) => next !== undefined)).toBe(true);
  });

  test('of an evaluation and of a prediction, which change nothing', () => {
    const evaluation = buildEvaluation(mlp, plan, lowerings);
    expect(names(evaluation.inputs)).toEqual([inputPort('x'), targetPort(0)]);
    expect(names(evaluation.outputs)).toEqual([outputPort(0), lossPort(0), metricPort('right', 0)]);
    const inference = buildInference(mlp, lowerings);
    expect(names(inference.inputs)).toEqual([inputPort('x')]);
    expect(names(inference.outputs)).toEqual([outputPort(0)]);
    expect([...evaluation.state, ...inference.state].filter(({ next }) => next !== undefined)).toEqual([]);
  });

  test('a training step computes no softmax that it does not need, an evaluation gives probabilities', () => {
    const softmaxes = (program: Program): number => program.nodes.filter(({ op }) => op === 'softmax').length;
    // One, in the gradient of the cross-entropy.
    expect(softmaxes(buildTrainingStep(mlp, plan, lowerings))).toBe(1);
    const evaluation = buildEvaluation(mlp, plan, lowerings);
    const { outputs } = interpret(evaluation, { inputs: digits, state: start(mlp, evaluation) });
    const sums = [0, 1, 2, 3].map((row) => outputs[outputPort(0)]?.data.slice(3 * row, 3 * row + 3).reduce((a, b) => a + b, 0));
    expectClose(sums as number[], [1, 1, 1, 1], 1e-12);
  });
});

describe('objectives', () => {
  const twoHeads = build('twoHeads', ({ layer }) => {
    const x = layer('input', { shape: [3] }, 'x')();
    const body = layer('dense', { units: 4, activation: 'tanh' }, 'body')(x);
    return [layer('dense', { units: 2 }, 'left')(body), layer('dense', { units: 1, activation: 'sigmoid' }, 'right')(body)];
  });
  const batch = {
    [inputPort('x')]: randomTensor('x', [3, 3]),
    [targetPort(0)]: randomTensor('left', [3, 2]),
    [targetPort(1)]: randomTensor('right', [3, 1], [0, 1]),
  };

  test('add up their weighted losses', () => {
    const parts = [loss('meanSquaredError', { weight: 3 }), loss('binaryCrossentropy', { output: 1, weight: 0.5 })];
    const both = buildEvaluation(twoHeads, training([{ losses: parts, optimizer: sgd }]), lowerings);
    const apart = buildEvaluation(
      twoHeads,
      training(parts.map((part) => ({ losses: [{ ...part, weight: 1 }], optimizer: sgd }))),
      lowerings,
    );
    const run = { inputs: batch, state: start(twoHeads, both) };
    const [sum, one] = [interpret(both, run).outputs, interpret(apart, run).outputs];
    const expected = 3 * (one[lossPort(0)]?.data[0] as number) + 0.5 * (one[lossPort(1)]?.data[0] as number);
    expect(sum[lossPort(0)]?.data[0]).toBeCloseTo(expected, 12);
  });

  test('change the layers they are of, each at its rate and by its own optimizer', () => {
    const plan = training([
      { losses: [loss('meanSquaredError')], optimizer: adam, of: ['left'] },
      { losses: [loss('binaryCrossentropy', { output: 1 })], optimizer: sgd, of: ['right', 'body'] },
    ]);
    const program = buildTrainingStep(twoHeads, plan, lowerings, { gradients: true });
    expect(names(program.inputs)).toEqual([...Object.keys(batch), ratePort(0), ratePort(1)]);
    expect(names(program.state).filter((name) => name.includes('adam'))).toEqual([
      'left/kernel/adam/m',
      'left/kernel/adam/v',
      'left/bias/adam/m',
      'left/bias/adam/v',
    ]);
    const state = start(twoHeads, program);
    const inputs = { ...batch, [ratePort(0)]: tensor([], [0.1]), [ratePort(1)]: tensor([], [0]) };
    const next = interpret(program, { inputs, state }).state;
    expect(next['left/kernel']?.data).not.toEqual(state['left/kernel']?.data);
    expect(next['body/kernel']?.data).toEqual(state['body/kernel']?.data);
  });

  test('leave alone what is not trainable, or what their loss does not reach', () => {
    const frozen = { ...twoHeads, layers: twoHeads.layers.map((layer) => ({ ...layer, trainable: layer.id !== 'body' })) };
    const program = buildTrainingStep(frozen, supervised('meanSquaredError', sgd, []), lowerings);
    const changed = program.state.filter(({ next }) => next !== undefined).map(({ name }) => name);
    expect(changed).toEqual(['left/kernel', 'left/bias']);
  });

  test('that want two targets for one output are refused', () => {
    const plan = training([{ losses: [loss('meanSquaredError'), loss('sparseCategoricalCrossentropy')], optimizer: sgd }]);
    expect(() => buildTrainingStep(twoHeads, plan, lowerings)).toThrow(
      'The losses of output 0 want two targets: float32 [batch, 2] and int32 [batch].',
    );
  });
});

test('sample weights scale the losses of samples; the number of samples still divides', () => {
  const plan = supervised('meanSquaredError', sgd, []);
  const [plain, weighted] = [false, true].map((sampleWeights) => buildEvaluation(mlp, plan, lowerings, { sampleWeights }));
  const sample = (k: number) => ({
    [inputPort('x')]: randomTensor(`x${k}`, [1, 5]),
    [targetPort(0)]: randomTensor(`y${k}`, [1, 3]),
  });
  const state = start(mlp, plain as Program);
  const single = [0, 1].map(
    (k) => interpret(plain as Program, { inputs: sample(k), state }).outputs[lossPort(0)]?.data[0] as number,
  );
  const together = Object.fromEntries(
    Object.keys(sample(0)).map((name) => {
      const [a, b] = [sample(0)[name], sample(1)[name]];
      return [name, tensor([2, a?.shape[1] ?? 0], [...(a?.data ?? []), ...(b?.data ?? [])])];
    }),
  );
  const inputs = { ...together, [sampleWeightPort(0)]: tensor([2], [3, 0.5]) };
  const found = interpret(weighted as Program, { inputs, state }).outputs[lossPort(0)]?.data[0];
  expect(found).toBeCloseTo((3 * (single[0] as number) + 0.5 * (single[1] as number)) / 2, 12);
});

test('a network read from a broken file is not run', () => {
  expect(() => buildInference({ ...mlp, partial: true }, lowerings)).toThrow('a broken statement');
});
