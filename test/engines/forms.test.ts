/** Convolutions and poolings of many kinds, in either form, for batches that fill blocks or do not, against the interpreter. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OnnxruntimeEngine } from '../../src/engines/onnxruntime/engine';
import { isNumber } from '../../src/ir/dim';
import type { Program, Value } from '../../src/ir/program';
import { gradientPort } from '../../src/ir/step';
import { differentiate } from '../../src/program/differentiate';
import { initialState } from '../../src/program/initial-state';
import { interpret } from '../../src/program/interpret';
import type { Tensor } from '../../src/program/primitive';
import { batched, expectClose, graph, randomTensor } from '../program/support';
import { batchOf, cnn, rate, residual, trainingStep, wide, wideResidual } from './steps';
import { startEngine, toEngine } from './support';

const BATCHES = [1, 5, 16, 37];

interface Case {
  readonly channels: number;
  readonly filters: number;
  readonly size?: readonly [number, number];
  readonly kernel?: readonly [number, number];
  readonly strides?: readonly [number, number];
  readonly dilations?: readonly [number, number];
  readonly padding?: 'same' | 'valid';
  readonly groups?: number;
  readonly pool?: readonly [number, number];
  /** Whether blocks are used, be they of 8 or of 16. */
  readonly isBlocked: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  'one channel': { channels: 1, filters: 16, isBlocked: true },
  'three channels, same padding': { channels: 3, filters: 32, padding: 'same', isBlocked: true },
  'three channels, strides': { channels: 3, filters: 16, strides: [2, 1], padding: 'same', isBlocked: true },
  'a block of channels': { channels: 16, filters: 16, isBlocked: true },
  'two blocks, an even kernel': { channels: 32, filters: 16, kernel: [2, 4], padding: 'same', isBlocked: true },
  'pixels one by one': { channels: 16, filters: 48, kernel: [1, 1], isBlocked: true },
  'strides, same padding': { channels: 16, filters: 32, strides: [2, 3], padding: 'same', isBlocked: true },
  'strides that leave pixels out': {
    channels: 16,
    filters: 16,
    size: [8, 9],
    strides: [2, 3],
    kernel: [1, 2],
    isBlocked: true,
  },
  dilations: { channels: 16, filters: 16, dilations: [2, 3], isBlocked: true },
  'dilations, same padding': { channels: 32, filters: 16, dilations: [2, 1], padding: 'same', isBlocked: true },
  'strides and dilations': {
    channels: 3,
    filters: 16,
    size: [10, 9],
    strides: [2, 2],
    dilations: [3, 2],
    isBlocked: true,
  },
  'a kernel as large as the image': { channels: 16, filters: 16, kernel: [7, 9], pool: [1, 1], isBlocked: true },
  'windows of three': { channels: 3, filters: 16, padding: 'same', pool: [3, 2], isBlocked: true },
  'channels that fill no block of 16': { channels: 20, filters: 16, isBlocked: false },
  'filters that fill no block': { channels: 16, filters: 10, isBlocked: false },
  groups: { channels: 32, filters: 32, groups: 2, isBlocked: false },
};

/** Half the sum of squares of what is convolved, made positive and pooled, and its gradients. */
function programOf(given: Case): Program {
  const { channels, filters, size: [height, width] = [7, 9], kernel = [3, 3], pool = [2, 2] } = given;
  const { strides = [1, 1], dilations = [1, 1], padding = 'valid', groups = 1 } = given;
  const g = graph('case');
  const x = g.input('x', { shape: batched(height, width, channels), dtype: 'float32' });
  const k = g.input('k', { shape: [...kernel, channels / groups, filters], dtype: 'float32' });
  const bias = g.input('bias', { shape: [filters], dtype: 'float32' });
  const y = g.relu(g.add(g.conv2d(x, k, { strides, dilations, padding, groups }), bias));
  const z = g.maxPool2d(y, { size: pool, strides: pool, padding: 'valid' });
  g.output('z', z);
  const loss = g.reduceSum(g.mul(g.mul(z, z), g.scalar(0.5)), [0, 1, 2, 3]);
  for (const [at, gradient] of differentiate(g, loss, [x, k, bias]).entries()) g.output(`gradient/${at}`, gradient as Value);
  return g.finish();
}

describe.each(['portable', 'blocked'] as const)('%s forms', (forms) => {
  let engine: OnnxruntimeEngine;
  beforeAll(async () => {
    engine = await startEngine(2, forms);
  });
  afterAll(() => engine.close());

  test.each(Object.entries(cases))('%s', async (name, given) => {
    const program = programOf(given);
    const before = (await engine.statistics()).blocked;
    await engine.load(name, program);
    const used = (await engine.statistics()).blocked - before;
    expect(used > 0).toBe(forms === 'blocked' && given.isBlocked);
    for (const batch of BATCHES) {
      const inputs: Record<string, Tensor> = {};
      for (const { name: input, value } of program.inputs) {
        const shape = (program.values[value]?.shape ?? []).map((dim) => (isNumber(dim) ? dim : batch));
        inputs[input] = randomTensor(`${input} ${batch}`, shape);
      }
      const expected = interpret(program, { inputs }).outputs;
      const outputs = await engine.run(name, { inputs: toEngine(inputs), seed: 0, step: 0 });
      for (const [output, { shape, data }] of Object.entries(expected)) {
        expect(outputs[output]?.shape).toEqual(shape);
        expectClose(outputs[output]?.data ?? [], data, 1e-4, `${output} of a batch of ${batch}`);
      }
    }
  });

  /** The layers of the last two fill blocks. */
  test.each([
    [cnn, 20, false],
    [residual, 20, false],
    [wide, 20, true],
    [wideResidual, 4, true],
  ] as const)('training steps of $name', async (network, steps, hasBlocks) => {
    const program = trainingStep(network, true);
    const before = (await engine.statistics()).blocked;
    await engine.load('train', program);
    expect((await engine.statistics()).blocked > before).toBe(forms === 'blocked' && hasBlocks);
    const start = initialState(network, program, 3);
    let state: Parameters<typeof interpret>[1]['state'] = start;
    await engine.writeState(start);
    for (let step = 1; step <= steps; step++) {
      const feeds = { inputs: { ...batchOf(network, step % 3 === 0 ? 5 : 16, step), ...rate(1e-3) }, seed: 9, step };
      const expected = interpret(program, { ...feeds, state });
      state = expected.state;
      const outputs = await engine.run('train', feeds);
      expect(Object.keys(outputs)).toContain(gradientPort('conv2d_1/kernel'));
      for (const [name, { data }] of Object.entries(expected.outputs)) {
        expectClose(outputs[name]?.data ?? [], data, 1e-4, `${name} at step ${step}`);
      }
    }
    const after = await engine.readState();
    for (const [name, { data }] of Object.entries(state)) expectClose(after[name]?.data ?? [], data, 1e-4, name);
  });
});
