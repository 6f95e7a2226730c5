/** The test that an engine has to pass before it trains: what is right passes, and what is a little wrong does not. */
import { describe, expect, it } from 'vitest';
import type { Engine, Tensors } from '../../src/engines/engine';
import { createInterpreterEngine } from '../../src/engines/interpreter';
import { BATCH } from '../../src/ir/dim';
import { layerSpecs } from '../../src/layers/index.spec';
import { selfTest } from '../../src/trainer/engines/self-test';
import { network } from '../../src/trainer/engines/self-test-network';
import { startEngine } from '../engines/support';

/** The interpreter, with one of its numbers changed on the way out. */
function wrong(change: (tensors: Tensors) => Tensors, where: 'run' | 'readState'): Engine {
  const engine = createInterpreterEngine();
  if (where === 'readState') return { ...engine, readState: async () => change(await engine.readState()) };
  return { ...engine, run: async (...given) => change(await engine.run(...given)) };
}

const withFirst = (tensors: Tensors, name: string, first: (value: number) => number): Tensors => {
  const tensor = tensors[name] as Tensors[string];
  return { ...tensors, [name]: { ...tensor, data: Float32Array.from(tensor.data, (x, k) => (k === 0 ? first(x) : x)) } };
};

describe('the self-test', () => {
  it('is passed by the engine from npm, whatever the number of threads', async () => {
    for (const threads of [1, 2]) {
      const engine = await startEngine(threads);
      expect(await selfTest(engine)).toBeUndefined();
      await engine.close();
    }
  });

  it('is of a network whose layers are what their specs say', () => {
    for (const { layer, inputs, outputs } of network.calls) {
      const { op, args, weights } = network.layers[layer] as (typeof network.layers)[number];
      const types = inputs.map(({ call }) => network.calls[call]?.outputs[0]).filter((type) => type !== undefined);
      const all = { ...args, filters: 4, kernelSize: [3, 3] };
      const spec = layerSpecs[op];
      const defaults = Object.entries(spec?.arguments ?? {}).map(([name, { default: value }]) => [name, value]);
      const inferred = spec?.infer({ args: { ...Object.fromEntries(defaults), ...all }, inputs: types });
      expect(inferred?.outputs, op).toEqual(outputs);
      expect(inferred?.weights ?? [], op).toEqual(weights);
      expect(inferred?.outputs[0]?.shape[0]).toBe(BATCH);
    }
  });

  it.each([
    [
      'a loss',
      () => wrong((outputs) => withFirst(outputs, 'loss/0', (x) => x * 1.01), 'run'),
      /the loss of step 1 differs by 0\.00/,
    ],
    [
      'a weight',
      () => wrong((state) => withFirst(state, 'conv/kernel', (x) => x + 0.01), 'readState'),
      /conv\/kernel differs by 0\.00/,
    ],
    [
      'no number',
      () => wrong((state) => withFirst(state, 'out/bias', () => Number.NaN), 'readState'),
      /out\/bias differs by more than/,
    ],
    [
      'nothing',
      () => wrong(({ 'norm/gamma': _, ...state }) => state, 'readState'),
      /norm\/gamma differs by more than can be told/,
    ],
  ])('finds %s that is wrong', async (_, engine, problem) => {
    expect(await selfTest(engine())).toMatch(problem);
  });
});
