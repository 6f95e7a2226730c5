/** Shapes, parameters and multiply-accumulates of the layers, against numbers worked out by hand and Keras's own. */
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../src/ir/arguments';
import { BATCH, type Dim, formatDim, product, symbol, UNKNOWN } from '../../src/ir/dim';
import type { Fault } from '../../src/ir/layer-spec';
import { formatShape } from '../../src/ir/tensor';
import { layerSpecs } from '../../src/layers/index.spec';

interface Facts {
  readonly shape: string;
  readonly parameters: string;
  readonly macs: string;
  readonly faults: readonly Fault[];
}

/** Parses the arguments as the language does, then asks the shape rule about batches of samples of these shapes. */
function facts(op: string, args: Record<string, unknown>, ...samples: readonly (readonly Dim[])[]): Facts {
  const spec = layerSpecs[op];
  if (spec === undefined) throw new Error(`no layer ${op}`);
  const parsed = Object.entries(spec.arguments).map(([name, argument]) => {
    const value = name in args ? argument.parse(args[name]) : argument.default;
    if (value === undefined || value instanceof Refusal) throw new Error(`${op}: ${name}`);
    return [name, value];
  });
  const inputs = samples.map((sample) => ({ shape: [BATCH, ...sample], dtype: 'float32' as const }));
  const { outputs, weights = [], macs = 0, faults = [] } = spec.infer({ args: Object.fromEntries(parsed), inputs });
  const parameters = weights.map(({ shape }) => formatDim(product(shape)));
  const [output] = outputs;
  if (output === undefined) throw new Error(`${op} has no output`);
  return { shape: formatShape(output.shape), parameters: parameters.join(' + '), macs: formatDim(macs), faults };
}

const time = symbol('time');

describe('input', () => {
  it('puts the batch in front of the sample', () => {
    expect(facts('input', { shape: [8, 8, 1] })).toMatchObject({ shape: '[batch, 8, 8, 1]', parameters: '', macs: '0' });
    expect(facts('input', { shape: [] }).shape).toBe('[batch]');
    expect(facts('input', { shape: [time, 12] }).shape).toBe('[batch, time, 12]');
  });
});

describe('dense', () => {
  it('works on the last axis', () => {
    expect(facts('dense', { units: 128 }, [784])).toMatchObject({
      shape: '[batch, 128]',
      parameters: '100352 + 128',
      macs: '100352',
    });
    expect(facts('dense', { units: 5 }, [3, 7])).toMatchObject({ shape: '[batch, 3, 5]', parameters: '35 + 5', macs: '105' });
    expect(facts('dense', { units: 5 }, [time, 7])).toMatchObject({ shape: '[batch, time, 5]', macs: '35·time' });
    expect(facts('dense', { units: 5, useBias: false }, [7]).parameters).toBe('35');
  });

  it('needs an axis besides the batch', () => {
    expect(facts('dense', { units: 5 }, []).faults).toMatchObject([{ rule: 'shape-rank', params: { shape: [BATCH] } }]);
  });
});

describe('conv2d', () => {
  it('drops the border without padding', () => {
    // The layers of the 150x150x3 network in Keras.
    expect(facts('conv2d', { filters: 32, kernelSize: 3 }, [150, 150, 3])).toMatchObject({
      shape: '[batch, 148, 148, 32]',
      parameters: '864 + 32',
      macs: String(148 * 148 * 32 * 27),
      faults: [],
    });
    expect(facts('conv2d', { filters: 7, kernelSize: [2, 5] }, [11, 9, 3])).toMatchObject({
      shape: '[batch, 10, 5, 7]',
      parameters: '210 + 7',
      macs: '10500',
    });
  });

  it('pads to the size divided by the stride, rounded up', () => {
    const same = { filters: 4, kernelSize: 3, padding: 'same' };
    expect(facts('conv2d', same, [5, 6, 1]).shape).toBe('[batch, 5, 6, 4]');
    expect(facts('conv2d', { ...same, strides: 2 }, [5, 6, 1]).shape).toBe('[batch, 3, 3, 4]');
    expect(facts('conv2d', { ...same, strides: [3, 4] }, [7, 9, 1]).shape).toBe('[batch, 3, 3, 4]');
    expect(facts('conv2d', { ...same, kernelSize: 9 }, [2, 2, 1])).toMatchObject({ shape: '[batch, 2, 2, 4]', faults: [] });
  });

  it('strides and dilates without padding', () => {
    expect(facts('conv2d', { filters: 4, kernelSize: 3, strides: [2, 3] }, [10, 11, 1]).shape).toBe('[batch, 4, 3, 4]');
    expect(facts('conv2d', { filters: 4, kernelSize: 3, dilationRate: [2, 3] }, [10, 11, 1]).shape).toBe('[batch, 6, 5, 4]');
    expect(facts('conv2d', { filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same' }, [10, 11, 1]).shape).toBe(
      '[batch, 10, 11, 4]',
    );
  });

  it('shares no weights between groups', () => {
    expect(facts('conv2d', { filters: 8, kernelSize: 3, groups: 2, padding: 'same' }, [4, 4, 6])).toMatchObject({
      parameters: '216 + 8',
      macs: String(4 * 4 * 8 * 3 * 9),
      faults: [],
    });
  });

  it('keeps symbolic sizes', () => {
    const image = [symbol('height'), symbol('width'), 3];
    expect(facts('conv2d', { filters: 4, kernelSize: 3 }, image).shape).toBe('[batch, height - 2, width - 2, 4]');
    expect(facts('conv2d', { filters: 4, kernelSize: 3, strides: 2 }, image).shape).toBe(
      '[batch, ⌊(height - 1)/2⌋, ⌊(width - 1)/2⌋, 4]',
    );
    expect(facts('conv2d', { filters: 1, kernelSize: 1 }, image).macs).toBe('3·height·width');
  });

  it('refuses what is no image, and guesses the rest', () => {
    const { shape, macs, faults } = facts('conv2d', { filters: 4, kernelSize: 3 }, [784]);
    expect({ shape, macs }).toEqual({ shape: '[batch, ?, ?, 4]', macs: '?' });
    expect(faults).toEqual([
      {
        rule: 'shape-rank',
        input: 0,
        params: { expected: '4', axes: ['batch', 'height', 'width', 'channels'], shape: [BATCH, 784] },
      },
    ]);
  });

  it('blames the kernel that is larger than the image, dilation counted', () => {
    const { shape, faults } = facts('conv2d', { filters: 4, kernelSize: 3, dilationRate: [1, 4] }, [3, 8, 1]);
    expect(shape).toBe('[batch, 1, ?, 4]');
    expect(faults).toMatchObject([
      {
        rule: 'shape-underflow',
        argument: 'kernelSize',
        params: { input: [3, 8], window: [3, 3], extent: [3, 9], axes: ['width'] },
      },
    ]);
    expect(facts('conv2d', { filters: 4, kernelSize: 3 }, [2, 1, 1]).faults).toHaveLength(1);
  });

  it.each([
    [{ groups: 2 }, [4, 4, 3], { value: 2, channels: 3 }],
    [{ groups: 3 }, [4, 4, 3], { value: 3, filters: 8 }],
  ])('refuses groups that do not divide: %j on %j', (args, sample, params) => {
    const { faults } = facts('conv2d', { filters: 8, kernelSize: 1, ...args }, sample);
    expect(faults).toMatchObject([{ rule: 'argument-value', argument: 'groups', params }]);
  });

  it('refuses stride and dilation together, as Keras does', () => {
    const { faults } = facts('conv2d', { filters: 8, kernelSize: 2, strides: 2, dilationRate: 2 }, [9, 9, 1]);
    expect(faults).toMatchObject([
      { rule: 'argument-value', argument: 'dilationRate', params: { value: [2, 2], strides: [2, 2] } },
    ]);
  });

  it('has no fault that follows from an unknown size', () => {
    for (const args of [{ groups: 2 }, { strides: 3 }, { padding: 'same' }]) {
      expect(facts('conv2d', { filters: 4, kernelSize: 3, ...args }, [UNKNOWN, UNKNOWN, UNKNOWN]).faults).toEqual([]);
    }
  });
});

describe('maxPooling2d', () => {
  it('moves by its own size', () => {
    expect(facts('maxPooling2d', {}, [149, 8, 5])).toMatchObject({ shape: '[batch, 74, 4, 5]', parameters: '', macs: '0' });
    expect(facts('maxPooling2d', { poolSize: [3, 2] }, [8, 8, 5]).shape).toBe('[batch, 2, 4, 5]');
  });

  it('takes a stride and padding', () => {
    expect(facts('maxPooling2d', { poolSize: 3, strides: 2 }, [9, 10, 1]).shape).toBe('[batch, 4, 4, 1]');
    expect(facts('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [9, 10, 1]).shape).toBe('[batch, 5, 5, 1]');
    expect(facts('maxPooling2d', { padding: 'same' }, [1, 1, 2])).toMatchObject({ shape: '[batch, 1, 1, 2]', faults: [] });
  });

  it('does not fit into a smaller image', () => {
    const { shape, faults } = facts('maxPooling2d', {}, [1, 4, 7]);
    expect(shape).toBe('[batch, ?, 2, 7]');
    expect(faults).toMatchObject([
      { rule: 'shape-underflow', argument: 'poolSize', params: { input: [1, 4], axes: ['height'] } },
    ]);
  });

  it('refuses what is no image', () => {
    expect(facts('maxPooling2d', {}, [4, 7]).faults).toMatchObject([{ rule: 'shape-rank', input: 0 }]);
  });
});

describe('flatten', () => {
  it('multiplies all sizes but the batch', () => {
    expect(facts('flatten', {}, [7, 7, 128]).shape).toBe('[batch, 6272]');
    expect(facts('flatten', {}, [time, 3]).shape).toBe('[batch, 3·time]');
    expect(facts('flatten', {}, [UNKNOWN, UNKNOWN, 4]).shape).toBe('[batch, ?]');
    expect(facts('flatten', {}, [5]).shape).toBe('[batch, 5]');
    expect(facts('flatten', {}, []).shape).toBe('[batch, 1]');
  });
});

describe('dropout and activation', () => {
  it('keep the shape', () => {
    expect(facts('dropout', { rate: 0.5 }, [3, 4])).toMatchObject({ shape: '[batch, 3, 4]', parameters: '', macs: '0' });
    expect(facts('activation', { activation: 'relu' }, [3, 4]).shape).toBe('[batch, 3, 4]');
  });

  it('refuse a rate of 1 and a function that is not there', () => {
    expect(layerSpecs.dropout?.arguments.rate?.parse(1)).toEqual(new Refusal('a number from 0 under 1'));
    expect(layerSpecs.activation?.arguments.activation?.parse('rely')).toBeInstanceOf(Refusal);
  });

  it('softmax needs an axis besides the batch', () => {
    expect(facts('activation', { activation: 'softmax' }, []).faults).toMatchObject([{ rule: 'shape-rank' }]);
    expect(facts('activation', { activation: 'softmax' }, [10]).faults).toEqual([]);
  });
});

describe('averagePooling2d and globalAveragePooling2d', () => {
  it('have the sizes of the other pooling, or none', () => {
    expect(facts('averagePooling2d', { poolSize: 3, strides: 2, padding: 'same' }, [9, 10, 1]).shape).toBe('[batch, 5, 5, 1]');
    expect(facts('averagePooling2d', {}, [1, 4, 7]).faults).toMatchObject([{ rule: 'shape-underflow', argument: 'poolSize' }]);
    expect(facts('globalAveragePooling2d', {}, [7, 5, 512])).toMatchObject({ shape: '[batch, 512]', parameters: '', macs: '0' });
    expect(facts('globalAveragePooling2d', { keepDims: true }, [7, 5, 512]).shape).toBe('[batch, 1, 1, 512]');
    expect(facts('globalAveragePooling2d', {}, [512]).faults).toMatchObject([{ rule: 'shape-rank' }]);
  });
});

describe('zeroPadding2d', () => {
  it.each([
    [{}, '[batch, 7, 8, 3]'],
    [{ padding: 3 }, '[batch, 11, 12, 3]'],
    [{ padding: [0, 2] }, '[batch, 5, 10, 3]'],
    [
      {
        padding: [
          [0, 1],
          [2, 3],
        ],
      },
      '[batch, 6, 11, 3]',
    ],
  ])('%j', (args, shape) => {
    expect(facts('zeroPadding2d', args, [5, 6, 3])).toMatchObject({ shape, faults: [] });
  });

  it.each([-1, 0.5, [1], [1, 2, 3], [[1, 2], 3, 4], [[1, 2, 3], 1], 'same'])('refuses %j', (value) => {
    expect(layerSpecs.zeroPadding2d?.arguments.padding?.parse(value)).toBeInstanceOf(Refusal);
  });
});

describe('batchNormalization', () => {
  it('has two learned numbers and two moving ones for each channel, as in Keras', () => {
    expect(facts('batchNormalization', {}, [8, 8, 64])).toMatchObject({
      shape: '[batch, 8, 8, 64]',
      parameters: '64 + 64 + 64 + 64',
      macs: '0',
    });
    expect(facts('batchNormalization', { scale: false, center: false }, [3]).parameters).toBe('3 + 3');
    expect(facts('batchNormalization', {}, []).faults).toMatchObject([{ rule: 'shape-rank' }]);
  });
});

describe('reshape', () => {
  it('keeps the number of values', () => {
    expect(facts('reshape', { targetShape: [7, 7, 16] }, [784])).toMatchObject({ shape: '[batch, 7, 7, 16]', faults: [] });
    expect(facts('reshape', { targetShape: [-1, 16] }, [7, 7, 16])).toMatchObject({ shape: '[batch, 49, 16]', faults: [] });
    expect(facts('reshape', { targetShape: [] }, [1])).toMatchObject({ shape: '[batch]', faults: [] });
    expect(facts('reshape', { targetShape: [time, -1] }, [time, 3, 4])).toMatchObject({ shape: '[batch, time, 12]', faults: [] });
    expect(facts('reshape', { targetShape: [4, -1] }, [UNKNOWN, 4])).toMatchObject({ shape: '[batch, 4, ?]', faults: [] });
  });

  it('says how many values there are where they do not fit', () => {
    const params = { shape: [BATCH, 28, 28], values: 784, target: [10, 10, 8], given: 800 };
    const { shape, faults } = facts('reshape', { targetShape: [10, 10, 8] }, [28, 28]);
    expect({ shape, faults }).toEqual({
      shape: '[batch, 10, 10, 8]',
      faults: [{ rule: 'shape-reshape', argument: 'targetShape', params }],
    });
    expect(facts('reshape', { targetShape: [5, -1] }, [28, 28])).toMatchObject({ shape: '[batch, 5, ?]', faults: [{}] });
  });

  it.each([[[-1, -1]], [[0]], [[2.5]], [7], [['3']]])('refuses %j', (value) => {
    expect(layerSpecs.reshape?.arguments.targetShape?.parse(value)).toBeInstanceOf(Refusal);
  });
});

describe('permute', () => {
  it('counts axes from 1', () => {
    expect(facts('permute', { dims: [3, 1, 2] }, [4, 5, 6])).toMatchObject({ shape: '[batch, 6, 4, 5]', faults: [] });
  });

  it.each([[[1, 2]], [[1, 1, 2]], [[1, 2, 4]], [[1, 2, 3, 4]]])('refuses %j of three axes', (dims) => {
    const { shape, faults } = facts('permute', { dims }, [4, 5, 6]);
    expect(shape).toBe('[batch, ?, ?, ?]');
    expect(faults).toMatchObject([{ rule: 'argument-value', argument: 'dims', params: { value: dims } }]);
  });
});

describe('embedding', () => {
  it('puts a vector in the place of each id', () => {
    expect(facts('embedding', { inputDim: 1000, outputDim: 16 }, [20])).toMatchObject({
      shape: '[batch, 20, 16]',
      parameters: '16000',
      macs: '0',
    });
    expect(facts('embedding', { inputDim: 7, outputDim: 2 }, []).shape).toBe('[batch, 2]');
  });
});

describe('merges', () => {
  it('stretch sizes of 1 and align at the last axis, behind the batch', () => {
    expect(facts('add', {}, [8, 8, 4], [8, 8, 4], [8, 8, 4])).toMatchObject({ shape: '[batch, 8, 8, 4]', faults: [] });
    expect(facts('multiply', {}, [8, 6, 4], [1, 1, 4])).toMatchObject({ shape: '[batch, 8, 6, 4]', faults: [] });
    expect(facts('multiply', {}, [4], [8, 6, 4])).toMatchObject({ shape: '[batch, 8, 6, 4]', faults: [] });
    expect(facts('subtract', {}, [1, 3], [5, 1])).toMatchObject({ shape: '[batch, 5, 3]', faults: [] });
    expect(facts('add', {}, [time, 3], [time, 3])).toMatchObject({ shape: '[batch, time, 3]', faults: [] });
    expect(facts('add', {}, [UNKNOWN, 3], [7, 3])).toMatchObject({ shape: '[batch, 7, 3]', faults: [] });
  });

  it('name every axis that does not fit', () => {
    const { shape, faults } = facts('add', {}, [56, 56, 64], [28, 56, 32]);
    expect(shape).toBe('[batch, ?, 56, ?]');
    expect(faults).toMatchObject([
      {
        rule: 'shape-merge',
        params: {
          axes: [-3, -1],
          sizes: [
            [56, 28],
            [64, 32],
          ],
        },
      },
    ]);
  });
});

describe('concatenate', () => {
  it('adds up along one axis', () => {
    expect(facts('concatenate', {}, [8, 8, 4], [8, 8, 7])).toMatchObject({ shape: '[batch, 8, 8, 11]', faults: [] });
    expect(facts('concatenate', { axis: 1 }, [2, 8], [3, 8], [4, 8])).toMatchObject({ shape: '[batch, 9, 8]', faults: [] });
    expect(facts('concatenate', { axis: -2 }, [time, 8], [3, 8]).shape).toBe('[batch, time + 3, 8]');
  });

  it('needs the other sizes to be equal', () => {
    const { shape, faults } = facts('concatenate', {}, [88, 88, 4], [89, 88, 7]);
    expect(shape).toBe('[batch, ?, 88, 11]');
    expect(faults).toMatchObject([{ rule: 'shape-concat', params: { along: 3, axes: [1] } }]);
    expect(facts('concatenate', {}, [8, 4], [8])).toMatchObject({ shape: '[batch, ?, ?]', faults: [{ rule: 'shape-concat' }] });
    expect(facts('concatenate', { axis: 0 }, [8], [8]).faults).toMatchObject([{ rule: 'argument-value', argument: 'axis' }]);
    expect(facts('concatenate', { axis: -3 }, [8, 3], [8, 3]).faults).toMatchObject([{ params: { value: -3 } }]);
  });
});

describe('the table', () => {
  it('holds every layer under its own name', () => {
    for (const [name, spec] of Object.entries(layerSpecs)) expect(spec.op).toBe(name);
  });

  it('has defaults that the parsers take', () => {
    for (const spec of Object.values(layerSpecs)) {
      for (const [name, argument] of Object.entries(spec.arguments)) {
        expect(argument.doc, name).not.toBe('');
        if (argument.default === undefined || name.endsWith('Initializer')) continue;
        expect(argument.parse(argument.default), name).toEqual(argument.default);
      }
    }
  });
});
