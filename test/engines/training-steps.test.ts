/** Whole training steps in onnxruntime against the interpreter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { gradientPort, lossPort } from '../../src/ir/step';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import type { Tensor } from '../../src/program/primitive';
import { expectClose } from '../program/support';
import { batchOf, cnn, mlp, phrases, rate, residual, trainingStep } from './steps';
import { startEngine } from './support';

describe.each([mlp, cnn, residual, phrases])('$name', (network) => {
  let engine: OnnxruntimeEngine;
  beforeAll(async () => {
    engine = await startEngine();
  });
  afterAll(() => engine.close());

  test('agrees with the interpreter at each of 20 steps', async () => {
    const program = trainingStep(network, true);
    const start = initialState(network, program, 3);
    await engine.load('train', program);
    await engine.writeState(start);
    let state: Readonly<Record<string, Tensor | (typeof start)[string]>> = start;
    for (let step = 1; step <= 20; step++) {
      const inputs = { ...batchOf(network, 8, step), ...rate(1e-3) };
      const expected = interpret(program, { inputs, state, seed: 9, step });
      state = expected.state;
      const outputs = await engine.run('train', { inputs, seed: 9, step });
      expect(Object.keys(outputs)).toContain(lossPort(0));
      expect(Object.keys(outputs)).toContain(gradientPort('dense_1/kernel'));
      for (const [name, { data }] of Object.entries(expected.outputs)) {
        expectClose(outputs[name]?.data ?? [], data, 1e-4, `${name} at step ${step}`);
      }
      const after = await engine.readState();
      expect(Object.keys(after)).toEqual(Object.keys(state));
      for (const [name, { data }] of Object.entries(state)) {
        expectClose(after[name]?.data ?? [], data, 1e-4, `${name} after step ${step}`);
      }
    }
  });
});
