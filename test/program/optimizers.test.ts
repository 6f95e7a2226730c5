import { describe, expect, test } from 'vitest';
import type { Optimizer } from '../../src/ir/training';
import { interpret } from '../../src/program/interpret';
import { applyOptimizer } from '../../src/program/optimizers';
import { expectClose, graph, type Tensors, tensor } from './support';
import { facts, given } from './torch-facts';

const sgd = (momentum = 0, nesterov = false): Optimizer => ({ kind: 'sgd', learningRate: 0.1, momentum, nesterov });
const adam = (beta1: number, beta2: number, epsilon: number): Optimizer => ({
  kind: 'adam',
  learningRate: 0.1,
  beta1,
  beta2,
  epsilon,
});

/** The weight after each gradient, and the names of what is kept. */
function follow(optimizer: Optimizer, start: Tensors[string], gradients: readonly Tensors[string][]) {
  const g = graph();
  const type = { shape: start.shape, dtype: 'float32' as const };
  const weight = g.state('w', type);
  const gradient = g.input('gradient', type);
  const rate = g.input('rate', { shape: [], dtype: 'float32' });
  applyOptimizer(g, optimizer, 0, rate, [{ name: 'w', weight, gradient }]);
  const program = g.finish();
  let state: Tensors = Object.fromEntries(
    program.state.map(({ name, value }) => {
      const shape = program.values[value]?.shape as readonly number[];
      return [name, tensor(shape, new Float64Array(shape.reduce((a, b) => a * b, 1)))];
    }),
  );
  state = { ...state, w: start };
  const weights = gradients.map((at) => {
    state = interpret(program, { inputs: { gradient: at, rate: tensor([], [0.1]) }, state }).state;
    return state.w?.data ?? [];
  });
  return { weights, kept: Object.keys(state), state };
}

describe('PyTorch makes the same steps', () => {
  test.each([
    ['sgd', sgd()],
    ['momentum', sgd(0.9)],
    ['nesterov', sgd(0.9, true)],
    ['adam', adam(0.8, 0.99, 0)],
  ] as const)('%s', (name, optimizer) => {
    const { start, gradients, after } = facts.optimizers[name];
    const { weights } = follow(optimizer, given(start), gradients.map(given));
    for (const [k, { data }] of after.entries()) expectClose(weights[k] ?? [], data, 1e-10, `step ${k}`);
  });
});

test("Adam with Keras's epsilon, which is added to the root of v itself", () => {
  const [beta1, beta2, epsilon] = [0.9, 0.999, 1e-2];
  const { weights, kept, state } = follow(adam(beta1, beta2, epsilon), tensor([1], [1]), [
    tensor([1], [0.5]),
    tensor([1], [-0.2]),
  ]);
  let [w, m, v] = [1, 0, 0];
  for (const [k, gradient] of [0.5, -0.2].entries()) {
    m = beta1 * m + (1 - beta1) * gradient;
    v = beta2 * v + (1 - beta2) * gradient ** 2;
    const alpha = (0.1 * Math.sqrt(1 - beta2 ** (k + 1))) / (1 - beta1 ** (k + 1));
    w -= (m * alpha) / (Math.sqrt(v) + epsilon);
    expectClose(weights[k] ?? [], [w], 1e-12);
  }
  expect(kept).toEqual(['w', 'objective/0/iterations', 'w/adam/m', 'w/adam/v']);
  expect(state['objective/0/iterations']?.data[0]).toBe(2);
});

test('plain gradient descent keeps nothing', () => {
  expect(follow(sgd(), tensor([1], [1]), []).kept).toEqual(['w']);
  expect(follow(sgd(0.5), tensor([1], [1]), []).kept).toEqual(['w', 'w/sgd/velocity']);
});
