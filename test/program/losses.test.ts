/** Losses and metrics against Keras's formulas, worked out here in plain numbers. */
import { describe, expect, test } from 'vitest';
import { BATCH } from '../../src/ir/dim';
import type { Value } from '../../src/ir/program';
import type { TensorType } from '../../src/ir/tensor';
import type { Loss, LossKind } from '../../src/ir/training';
import { METRICS } from '../../src/language/assembly';
import type { Graph } from '../../src/program/graph';
import { interpret } from '../../src/program/interpret';
import { lossPerSample, targetType } from '../../src/program/losses';
import type { NetworkOutput } from '../../src/program/lower';
import { counts, metrics } from '../../src/program/metrics';
import { expectClose, graph, tensor } from './support';

const loss = (kind: LossKind, fromLogits = false): Loss => ({ kind, fromLogits, output: 0, weight: 1 });

type Activation = 'softmax' | 'sigmoid' | 'linear';

/** Losses, accuracy and which primitives were used, for an output that is `scores` after an activation. */
function compare(
  { kind, fromLogits }: Pick<Loss, 'kind' | 'fromLogits'>,
  activation: Activation | 'hidden',
  scores: readonly (readonly number[])[],
  targets: readonly number[],
) {
  const classes = scores[0]?.length ?? 0;
  const g = graph();
  const type: TensorType = { shape: [BATCH, classes], dtype: 'float32' };
  const x = g.input('x', type);
  const output = outputOf(g, x, activation);
  const wanted = targetType(kind, type);
  const target = g.input('target', wanted);
  const spec = loss(kind, fromLogits);
  g.output('losses', lossPerSample(g, spec, output, target));
  g.output('accuracy', counts.right?.(g, spec, output, target) as Value);
  const program = g.finish();
  const inputs = {
    x: tensor([scores.length, classes], scores.flat()),
    target: tensor(wanted.shape.length === 1 ? [scores.length] : [scores.length, classes], targets, wanted.dtype),
  };
  const { losses, accuracy } = interpret(program, { inputs }).outputs;
  return { losses: losses?.data ?? [], accuracy: accuracy?.data[0], ops: program.nodes.map(({ op }) => op) };
}

/** `hidden`: the scores are probabilities, and nobody knows of what. */
function outputOf(g: Graph, x: Value, activation: Activation | 'hidden'): NetworkOutput {
  if (activation === 'softmax') return { value: g.softmax(x), logits: { value: x, activation } };
  if (activation === 'sigmoid') return { value: g.sigmoid(x), logits: { value: x, activation } };
  return { value: x };
}

const softmax = (row: readonly number[]): number[] => {
  const powers = row.map(Math.exp);
  return powers.map((power) => power / powers.reduce((a, b) => a + b));
};
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const scores = [
  [1.5, -0.5, 0.25],
  [-2, 0.5, 3],
  [0.1, 0.2, -0.3],
];
const labels = [0, 1, 1];
const oneHot = labels.flatMap((label) => [0, 1, 2].map((k) => Number(k === label)));
const expected = scores.map((row, k) => -Math.log(softmax(row)[labels[k] as number] as number));

describe('cross-entropy over classes', () => {
  test.each([
    ['categoricalCrossentropy', oneHot],
    ['sparseCategoricalCrossentropy', labels],
  ] as const)('%s is the same from softmax, from logits and from probabilities', (kind, targets) => {
    const ways = [
      compare(loss(kind), 'softmax', scores, targets),
      compare(loss(kind, true), 'softmax', scores, targets),
      compare(loss(kind, true), 'linear', scores, targets),
      compare(loss(kind), 'hidden', scores.map(softmax), targets),
    ];
    for (const { losses, accuracy } of ways) {
      expectClose(losses, expected, 1e-9);
      expect(accuracy).toBe(2);
    }
  });

  test('straight from softmax the logits are used, and softmax is not even computed', () => {
    const { losses, ops } = compare(loss('categoricalCrossentropy'), 'softmax', [[-200, 200]], [1, 0]);
    expect(losses[0]).toBeCloseTo(400, 9);
    expect(ops).not.toContain('softmax');
  });

  test('probabilities are scaled to a sum of 1 and clipped at 1e-7, as in Keras', () => {
    const { losses } = compare(
      loss('categoricalCrossentropy'),
      'hidden',
      [
        [0, 2],
        [1, 3],
      ],
      [1, 0, 0, 1],
    );
    expectClose(losses, [-Math.log(1e-7), -Math.log(0.75)], 1e-12);
    const sparse = compare(loss('sparseCategoricalCrossentropy'), 'hidden', [[0, 1]], [0]);
    // Keras takes the logarithms of clipped probabilities for logits: they are normalized again.
    expectClose(sparse.losses, [-Math.log(1e-7 / (1e-7 + (1 - 1e-7)))], 1e-12);
  });
});

describe('binary cross-entropy', () => {
  const outputs = [[0.3], [-1.2], [2.5], [-0.1]];
  const targets = [1, 0, 0, 1];
  const exact = outputs.map(([x = 0], k) => -Math.log(targets[k] === 1 ? sigmoid(x) : 1 - sigmoid(x)));

  test('is the same from sigmoid, from logits and from probabilities; one half decides', () => {
    const ways = [
      compare(loss('binaryCrossentropy'), 'sigmoid', outputs, targets),
      compare(loss('binaryCrossentropy', true), 'linear', outputs, targets),
      compare(
        loss('binaryCrossentropy'),
        'hidden',
        outputs.map((row) => row.map(sigmoid)),
        targets,
      ),
    ];
    for (const { losses, accuracy } of ways) {
      expectClose(losses, exact, 1e-9);
      expect(accuracy).toBe(2);
    }
  });

  test('averages over the last axis', () => {
    const { losses } = compare(loss('binaryCrossentropy'), 'sigmoid', [[0.3, -1.2, 2.5, -0.1]], targets);
    expectClose(losses, [exact.reduce((a, b) => a + b) / 4], 1e-12);
  });

  test('from probabilities it clips at 1e-7', () => {
    const { losses } = compare(loss('binaryCrossentropy'), 'hidden', [[0], [1]], [1, 0]);
    expectClose(losses, [-Math.log(1e-7), -Math.log(1 - (1 - 1e-7))], 1e-12);
  });
});

test('mean squared error averages over the last axis; accuracy compares the largest entries', () => {
  const { losses, accuracy } = compare(
    loss('meanSquaredError'),
    'linear',
    [
      [1, 2],
      [3, -1],
    ],
    [0, 4, 3, 1],
  );
  expectClose(losses, [2.5, 2], 1e-12);
  expect(accuracy).toBe(2);
});

test('with more axes there is a loss for each position, and accuracy counts the share of each sample', () => {
  const g = graph();
  const type: TensorType = { shape: [BATCH, 2, 3], dtype: 'float32' };
  const output = { value: g.input('x', type) };
  const spec = loss('sparseCategoricalCrossentropy', true);
  const target = g.input('target', targetType(spec.kind, type));
  g.output('losses', lossPerSample(g, spec, output, target));
  g.output('accuracy', counts.right?.(g, spec, output, target) as Value);
  const inputs = {
    x: tensor([2, 2, 3], [...scores.flat(), 0, 5, 0]),
    target: tensor([2, 2], [0, 1, 1, 1], 'int32'),
  };
  const { losses, accuracy } = interpret(g.finish(), { inputs }).outputs;
  expect(losses?.shape).toEqual([2, 2]);
  expectClose(losses?.data.slice(0, 3) ?? [], expected, 1e-9);
  expect(accuracy?.data[0]).toBe(1.5);
});

test('every metric that the language offers is there', () => {
  expect(Object.keys(metrics)).toEqual([...METRICS]);
});

/** What the metrics of the language make of scores and targets. */
function measured(
  spec: Pick<Loss, 'kind' | 'fromLogits'>,
  activation: Activation | 'hidden',
  scores: readonly (readonly number[])[],
  targets: readonly number[],
): Record<string, number> {
  const classes = scores[0]?.length ?? 0;
  const g = graph();
  const type: TensorType = { shape: [BATCH, classes], dtype: 'float32' };
  const x = g.input('x', type);
  const output = outputOf(g, x, activation);
  const wanted = targetType(spec.kind, type);
  const target = g.input('target', wanted);
  for (const [name, count] of Object.entries(counts)) g.output(name, count(g, loss(spec.kind, spec.fromLogits), output, target));
  const { outputs } = interpret(g.finish(), {
    inputs: {
      x: tensor([scores.length, classes], scores.flat()),
      target: tensor(wanted.shape.length === 1 ? [scores.length] : [scores.length, classes], targets, wanted.dtype),
    },
  });
  const sum = (name: string): number => outputs[name]?.data[0] ?? Number.NaN;
  return Object.fromEntries(
    Object.entries(metrics).map(([name, metric]) => [name, metric.of(metric.counts.map(sum), scores.length)]),
  );
}

describe('precision, recall and f1', () => {
  const answers = [[0.9], [0.8], [0.4], [0.6], [0.1], [0.7], [0.5]];
  const truths = [1, 0, 1, 1, 0, 0, 1];

  test('of one yes or no: 2 of 4 answers are right, and 2 of 4 truths found', () => {
    const values = measured({ kind: 'binaryCrossentropy', fromLogits: false }, 'hidden', answers, truths);
    expect(values.accuracy).toBeCloseTo(3 / 7, 12);
    expect(values).toMatchObject({ precision: 2 / 4, recall: 2 / 4, f1: 0.5 });
  });

  test('of raw scores: one half is a score of 0', () => {
    const raw = answers.map(([p = 0]) => [Math.log(p / (1 - p))]);
    const unlike = [1, 1, 0, 1, 0, 0, 0];
    const values = measured({ kind: 'binaryCrossentropy', fromLogits: true }, 'linear', raw, unlike);
    // Yes to 0.9, 0.8, 0.6 and 0.7; three of them are right, and nothing is missed.
    expect(values).toMatchObject({ precision: 3 / 4, recall: 1, f1: 6 / 7 });
  });

  test('of several classes: every class above one half is a yes', () => {
    const rows = [
      [0.7, 0.2, 0.1],
      [0.4, 0.35, 0.25],
      [0.1, 0.6, 0.3],
      [0.2, 0.2, 0.6],
      [0.55, 0.25, 0.2],
    ];
    // Yes: 0, none, 1, 2, 0; right: the first, the third and the fourth.
    const classes = [0, 0, 1, 2, 2];
    const wanted = { accuracy: 4 / 5, precision: 3 / 4, recall: 3 / 5, f1: 6 / 9 };
    const sparse = measured({ kind: 'sparseCategoricalCrossentropy', fromLogits: false }, 'hidden', rows, classes);
    const hot = classes.flatMap((name) => [0, 1, 2].map((k) => (k === name ? 1 : 0)));
    const oneHot = measured({ kind: 'categoricalCrossentropy', fromLogits: false }, 'hidden', rows, hot);
    const logits = rows.map((row) => row.map((p) => Math.log(p) + 3));
    const scored = measured({ kind: 'sparseCategoricalCrossentropy', fromLogits: true }, 'linear', logits, classes);
    for (const values of [sparse, oneHot, scored]) {
      for (const [name, value] of Object.entries(wanted)) expect(values[name], name).toBeCloseTo(value, 12);
    }
  });

  test('are 0 where nothing was said or nothing is there', () => {
    const values = measured({ kind: 'binaryCrossentropy', fromLogits: false }, 'hidden', [[0.1], [0.2]], [0, 0]);
    expect(values).toEqual({ accuracy: 1, precision: 0, recall: 0, f1: 0 });
  });
});
