import { describe, expect, it } from 'vitest';
import { symbol } from '../../src/ir/dim';
import type { Ref } from '../../src/ir/network';
import { describeLayer, formatSample } from '../../src/network/describe';
import { findRuns } from '../../src/network/fold';
import { viewOf } from '../../src/network/view';
import { type Builder, build, catsVsDogs, chain } from './build';

describe('a layer in one line', () => {
  it.each([
    ['conv2d', { filters: 32, kernelSize: 3 }, undefined, 'conv2d 32 · 3×3'],
    ['conv2d', { filters: 32, kernelSize: [3, 5], padding: 'same', activation: 'relu' }, undefined, 'conv2d 32 · 3×5 same relu'],
    [
      'conv2d',
      { filters: 1, kernelSize: 1, strides: [2, 1], useBias: false },
      undefined,
      'conv2d 1 · 1×1 strides 2×1 useBias false',
    ],
    ['conv2d', { filters: 1, kernelSize: 1, kernelInitializer: 'heNormal' }, undefined, 'conv2d 1 · 1×1'],
    ['maxPooling2d', {}, undefined, 'maxPooling2d 2'],
    ['maxPooling2d', { poolSize: [3, 2], strides: 2 }, undefined, 'maxPooling2d 3×2 strides 2'],
    ['dense', { units: 1, activation: 'sigmoid' }, 'isDog', 'isDog · dense 1 sigmoid'],
    ['dense', { units: 7 }, 'denser', 'denser · dense 7'],
    ['dropout', { rate: 0.5 }, undefined, 'dropout 0.5'],
    ['activation', { activation: 'softmax' }, undefined, 'activation softmax'],
    ['flatten', {}, undefined, 'flatten'],
  ])('%s %j', (op, args, name, expected) => {
    const { layers } = chain('net', ['input', { shape: [9, 9, 1] }], [op, args as Record<string, unknown>, name]);
    expect(layers.map(describeLayer)).toEqual(['input', expected]);
  });

  it('writes the shape of a sample', () => {
    const batch = symbol('batch');
    expect(formatSample([batch, 28, 28, 1])).toBe('28×28×1');
    expect(
      formatSample([
        batch,
        {
          terms: [
            { times: 2, of: ['time'] },
            { times: 1, of: [] },
          ],
        },
        3,
      ]),
    ).toBe('(2·time + 1)×3');
    expect(formatSample([batch, symbol('?'), 3])).toBe('?');
    expect(formatSample([batch])).toBe('scalar');
  });
});

describe('view', () => {
  it('has a box for every layer, pills at both ends, and shapes where they change', () => {
    const net = chain(
      'net',
      ['input', { shape: [8, 8, 1] }, 'scan'],
      ['conv2d', { filters: 4, kernelSize: 3, activation: 'relu' }],
      ['dropout', { rate: 0.25 }],
      ['flatten'],
      ['dense', { units: 10 }, 'digit'],
    );
    const { title, nodes, edges } = viewOf(net);
    expect(title).toBe('net');
    expect(nodes.map(({ id, kind, family, lines }) => [id, kind, family, ...lines])).toEqual([
      ['scan', 'input', 'input', 'scan', '8 × 8 × 1'],
      ['conv2d_1', 'layer', 'convolution', 'conv2d 4 · 3×3 relu', '40 parameters'],
      ['dropout_1', 'layer', 'regularization', 'dropout 0.25'],
      ['flatten_1', 'layer', 'shape', 'flatten'],
      ['digit', 'layer', 'dense', 'digit · dense 10', '1,450 parameters'],
      ['output@1', 'output', 'output', 'output', '10'],
    ]);
    expect(edges).toEqual([
      { from: 'scan', to: 'conv2d_1', label: '8×8×1' },
      { from: 'conv2d_1', to: 'dropout_1', label: '6×6×4' },
      { from: 'dropout_1', to: 'flatten_1' },
      { from: 'flatten_1', to: 'digit', label: '144' },
      { from: 'digit', to: 'output@1', label: '10' },
    ]);
  });

  it('marks the fault and what follows it', () => {
    const net = chain(
      'net',
      ['input', { shape: [8] }],
      ['conv2d', { filters: 4, kernelSize: 3 }],
      ['flatten'],
      ['dense', { units: 2 }],
    );
    const { nodes, edges } = viewOf(net, { faults: new Map([['conv2d_1', 'got 1 axis, works on 3']]) });
    expect(nodes.map(({ state }) => state)).toEqual(['ok', 'fault', 'unknown', 'unknown', 'ok']);
    expect(nodes[1]?.lines).toEqual(['conv2d 4 · 3×3', 'got 1 axis, works on 3']);
    expect(edges.map(({ label }) => label)).toEqual(['8', '?', '?', '2']);
  });

  it('draws a shared layer once for each call', () => {
    const twins = build('twins', ({ layer }) => {
      const shared = layer('dense', { units: 3 });
      return [shared(layer('input', { shape: [5] })()), shared(layer('input', { shape: [5] })())];
    });
    const { nodes, edges } = viewOf(twins);
    expect(nodes.map(({ id }) => id)).toEqual(['input_1', 'dense_1', 'input_2', 'dense_1@2', 'output@1', 'output@2']);
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toContain('dense_1@2 output@2');
  });
});

describe('folding', () => {
  const tower = (widths: readonly number[]) =>
    chain('tower', ['input', { shape: [16] }], ...widths.map((units) => ['dense', { units, activation: 'relu' }] as const), [
      'dense',
      { units: 1 },
    ]);

  it('makes one box of equal layers in a row', () => {
    const { nodes, edges } = viewOf(tower([32, 32, 32, 32]));
    // The first one reads 16 numbers, not 32.
    expect(nodes.map(({ kind, lines }) => [kind, ...lines])).toEqual([
      ['input', 'input', '16'],
      ['layer', 'dense 32 relu', '544 parameters'],
      ['run', 'dense 32 relu × 3', '3,168 parameters in 3 layers'],
      ['layer', 'dense 1', '33 parameters'],
      ['output', 'output', '1'],
    ]);
    expect(nodes[2]).toMatchObject({ id: 'dense_2', layers: ['dense_2', 'dense_3', 'dense_4'] });
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'input_1 dense_1',
      'dense_1 dense_2',
      'dense_2 dense_5',
      'dense_5 output@1',
    ]);
  });

  it('leaves pairs alone and splits where one layer differs or has a fault', () => {
    expect(viewOf(tower([16, 16])).nodes).toHaveLength(5);
    expect(findRuns(tower([16, 16, 16, 8, 16, 16])).map(({ times }) => times)).toEqual([1, 3, 1, 1, 1, 1]);
    const faults = new Map([['dense_4', 'wrong']]);
    expect(viewOf(tower([16, 16, 16, 16, 16, 16, 16]), { faults }).nodes.map(({ lines }) => lines[0])).toEqual([
      'input',
      'dense 16 relu × 3',
      'dense 16 relu',
      'dense 16 relu × 3',
      'dense 1',
      'output',
    ]);
  });

  it('folds groups of layers', () => {
    const group = [
      ['dense', { units: 16 }],
      ['activation', { activation: 'tanh' }],
    ] as const;
    const net = chain('net', ['input', { shape: [16] }], ...group, ...group, ...group, ...group);
    expect(viewOf(net).nodes.map(({ lines }) => lines.join(' | '))).toEqual([
      'input | 16',
      'dense 16, activation tanh × 4 | 1,088 parameters in 8 layers',
      'output | 16',
    ]);
  });

  it('does not fold past a group that is read from further down, or layers that share weights', () => {
    const steps = (tapped: boolean) =>
      build('net', ({ layer }: Builder) => {
        const seen: Ref[] = [layer('input', { shape: [16] })()];
        for (let i = 0; i < 4; i++) seen.push(layer('dense', { units: 16 })(seen.at(-1) as Ref));
        return tapped ? [seen[2] as Ref, seen[4] as Ref] : [seen[4] as Ref];
      });
    expect(findRuns(steps(false)).map(({ times }) => times)).toEqual([1, 4]);
    expect(findRuns(steps(true)).map(({ times }) => times)).toEqual([1, 1, 1, 1, 1]);

    const looped = build('looped', ({ layer }) => {
      const shared = layer('dense', { units: 16 });
      return [shared(shared(shared(layer('input', { shape: [16] })())))];
    });
    expect(findRuns(looped).map(({ times }) => times)).toEqual([1, 1, 1, 1]);
  });

  it('keeps every layer of the image classifier in sight', () => {
    const { nodes } = viewOf(catsVsDogs);
    expect(nodes.flatMap(({ layers }) => layers)).toEqual(catsVsDogs.layers.map(({ id }) => id));
  });
});
