/** Training steps through the GraphDef writer in TensorFlow, from one state after another, against the interpreter. */
import { describe, expect, test } from 'vitest';
import type { Network } from '../../src/ir/network';
import type { Optimizer } from '../../src/ir/training';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import { batchOf, cnn, evaluation, mlp, phrases, rate, residual, trainingStep } from '../engines/steps';
import { tensorflow } from '../needs';
import { expectClose } from '../program/support';
import { openSession } from './tensorflow';

const STEPS = 5;
const TOLERANCE = 1e-4;

const sgd = (momentum: number, nesterov = false): Optimizer => ({ kind: 'sgd', learningRate: 0.1, momentum, nesterov });
const adam: Optimizer = { kind: 'adam', learningRate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

const optimizers = { adam, sgd: sgd(0), momentum: sgd(0.9), nesterov: sgd(0.9, true) };

type Entries = Readonly<Record<string, { readonly data: ArrayLike<number> }>>;

function expectSame(actual: Entries, expected: Entries, when: string): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, { data }] of Object.entries(expected)) {
    expectClose(actual[name]?.data ?? [], data, TOLERANCE, `${name} ${when}`);
  }
}

function follow(network: Network, optimizer: Optimizer): void {
  const [step, after] = [trainingStep(network, true, optimizer), evaluation(network)];
  const session = openSession({ step, after });
  let state = initialState(network, step, 1) as Parameters<typeof session.write>[0];
  session.write(state);
  for (let k = 0; k < STEPS; k++) {
    // Sizes that differ, from one session.
    const inputs = { ...batchOf(network, 3 + (k % 3), k), ...rate(0.01) };
    const clock = { seed: 2 ** 40 + 9, step: k };
    const expected = interpret(step, { inputs, state, ...clock });
    expectSame(session.run('step', inputs, clock), expected.outputs, `of step ${k}`);
    state = session.read();
    expectSame(state, expected.state, `after step ${k}`);
    const { [Object.keys(rate(0))[0] as string]: _, ...evaluated } = inputs;
    const scores = interpret(after, { inputs: evaluated, state }).outputs;
    expectSame(session.run('after', evaluated), scores, `evaluated after step ${k}`);
  }
  session.close();
}

describe.skipIf(tensorflow === undefined)('[tensorflow] training steps agree with the interpreter', () => {
  test.each([cnn, residual, phrases])('$name', (network) => follow(network, adam));

  test.each(Object.entries(optimizers))('mlp with %s', (_, optimizer) => follow(mlp, optimizer));
});
