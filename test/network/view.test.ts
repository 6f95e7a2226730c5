import { describe, expect, it } from 'vitest';
import { symbol } from '../../src/ir/dim';
import type { Network, Ref } from '../../src/ir/network';
import { describeLayer, formatSample } from '../../src/network/describe';
import { type Choices, fold, type Part } from '../../src/network/fold';
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
    ['zeroPadding2d', {}, undefined, 'zeroPadding2d 1'],
    [
      'zeroPadding2d',
      {
        padding: [
          [0, 1],
          [2, 2],
        ],
      },
      undefined,
      'zeroPadding2d 0/1×2',
    ],
    ['reshape', { targetShape: [9, 9] }, undefined, 'reshape 9×9'],
    ['permute', { dims: [2, 1, 3] }, undefined, 'permute 2, 1, 3'],
    ['batchNormalization', { momentum: 0.9 }, 'norm', 'norm · batchNormalization momentum 0.9'],
    ['averagePooling2d', { padding: 'same' }, undefined, 'averagePooling2d 2 same'],
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

/** How often each box stands for its layers. */
function timesIn(network: Network, choices: Choices = {}): number[] {
  const times = (part: Part): number[] => (part.kind === 'box' ? [part.times] : part.parts.flatMap(times));
  return fold(network, choices).flatMap(times);
}

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
      { from: 'scan', to: 'conv2d_1', state: 'ok', label: '8×8×1' },
      { from: 'conv2d_1', to: 'dropout_1', state: 'ok', label: '6×6×4' },
      { from: 'dropout_1', to: 'flatten_1', state: 'ok' },
      { from: 'flatten_1', to: 'digit', state: 'ok', label: '144' },
      { from: 'digit', to: 'output@1', state: 'ok', label: '10' },
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
    expect(edges.map(({ label, state }) => [label, state])).toEqual([
      ['8', 'fault'],
      ['?', 'unknown'],
      ['?', 'unknown'],
      ['2', 'ok'],
    ]);
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

  it('keeps boxes apart whose names look like ids of others', () => {
    const network = build('names', ({ layer }) => {
      const shared = layer('dense', { units: 4 }, 'shared');
      const twice = shared(shared(layer('input', { shape: [4] }, 'x')()));
      return [layer('dense', { units: 4 }, 'output@1')(layer('dense', { units: 4 }, 'shared@2')(twice))];
    });
    const ids = viewOf(network).nodes.map(({ id }) => id);
    expect(ids).toEqual(['x', 'shared', 'shared@2@', 'shared@2', 'output@1', 'output@1@']);
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
    expect(nodes[2]).toMatchObject({ id: 'dense_2/×', layers: ['dense_2', 'dense_3', 'dense_4'] });
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'input_1 dense_1',
      'dense_1 dense_2/×',
      'dense_2/× dense_5',
      'dense_5 output@1',
    ]);
  });

  it('leaves pairs alone and splits where one layer differs or has a fault', () => {
    expect(viewOf(tower([16, 16])).nodes).toHaveLength(5);
    expect(timesIn(tower([16, 16, 16, 8, 16, 16]))).toEqual([1, 3, 1, 1, 1, 1]);
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
    expect(timesIn(steps(false))).toEqual([1, 4]);
    expect(timesIn(steps(true))).toEqual([1, 1, 1, 1, 1]);

    const looped = build('looped', ({ layer }) => {
      const shared = layer('dense', { units: 16 });
      return [shared(shared(shared(layer('input', { shape: [16] })())))];
    });
    expect(timesIn(looped)).toEqual([1, 1, 1, 1]);
  });

  it('keeps every layer of the image classifier in sight', () => {
    const { nodes } = viewOf(catsVsDogs);
    expect(nodes.flatMap(({ layers }) => layers)).toEqual(catsVsDogs.layers.map(({ id }) => id));
  });
});

describe('blocks', () => {
  /** x → dense → unit, unit_1, unit_2 (each two layers and a connection round them) → head → output, with a second output from x. */
  const net = build('net', ({ layer, block }) => {
    let x = layer('input', { shape: [16] }, 'x')();
    const first = x;
    for (const name of ['unit', 'unit_1', 'unit_2']) {
      x = block(name, () => {
        const hidden = block('inner', () => layer('dense', { units: 16 })(layer('dense', { units: 4 })(x)));
        return layer('add')(x, hidden);
      });
    }
    const head = block('head', () => {
      const logits = layer('dense', { units: 3 })(x);
      return layer('activation', { activation: 'softmax' }, 'act')(logits);
    });
    return [head, layer('dense', { units: 1 }, 'side')(first)];
  });
  const lines = (view: ReturnType<typeof viewOf>) =>
    view.nodes.map(({ id, kind, lines: text }) => [id, kind, ...text].join(' | '));

  it('are one box each, and equal ones in a row one stack', () => {
    const view = viewOf(net);
    expect(lines(view)).toEqual([
      'x | input | x | 16',
      'unit/× | run | unit × 3 | 444 parameters in 9 layers',
      'head/ | block | head | 51 parameters in 2 layers',
      'side | layer | side · dense 1 | 17 parameters',
      'output@1 | output | output 1 | 3',
      'output@2 | output | output 2 | 1',
    ]);
    expect(view.edges).toEqual([
      { from: 'x', to: 'unit/×', state: 'ok', label: '16' },
      { from: 'unit/×', to: 'head/', state: 'ok' },
      { from: 'x', to: 'side', state: 'ok', label: '16' },
      { from: 'head/', to: 'output@1', state: 'ok', label: '3' },
      { from: 'side', to: 'output@2', state: 'ok', label: '1' },
    ]);
  });

  const placed = (view: ReturnType<typeof viewOf>) => view.nodes.map(({ id, frame = '' }) => `${frame}: ${id}`);

  it('open when asked, and around a fault', () => {
    const opened = viewOf(net, { open: new Set(['head/', 'unit_1/']) });
    expect(placed(opened)).toEqual([
      ': x',
      ': unit/',
      'unit_1/: unit_1/inner/',
      'unit_1/: add_2',
      ': unit_2/',
      'head/: dense_7',
      'head/: act',
      ': side',
      ': output@1',
      ': output@2',
    ]);
    expect(opened.edges).toContainEqual({ from: 'unit/', to: 'add_2', state: 'ok' });
    const faulty = viewOf(net, { faults: new Map([['dense_5', 'wrong']]) });
    expect(faulty.nodes.find(({ id }) => id === 'dense_5')).toMatchObject({ state: 'fault', frame: 'unit_2/inner/' });
    expect(faulty.frames).toEqual([
      { id: 'unit_2/', title: 'unit_2', layers: 3, fixed: true },
      { id: 'unit_2/inner/', title: 'inner', parent: 'unit_2/', layers: 2, fixed: true },
    ]);
  });

  it('stand apart in a frame when their run is open, and each can be opened', () => {
    const opened = viewOf(net, { open: new Set(['unit/×', 'unit_1/']) });
    expect(placed(opened).slice(0, 5)).toEqual([
      ': x',
      'unit/×: unit/',
      'unit_1/: unit_1/inner/',
      'unit_1/: add_2',
      'unit/×: unit_2/',
    ]);
    expect(opened.frames).toEqual([
      { id: 'unit/×', title: 'unit × 3', layers: 9, fixed: false },
      { id: 'unit_1/', title: 'unit_1', parent: 'unit/×', layers: 3, fixed: false },
    ]);
  });

  it('show the first and the last of a long run that is open, and those in between when asked', () => {
    const deep = build('deep', ({ layer, block }) => {
      let x = layer('input', { shape: [16] }, 'x')();
      for (let at = 0; at < 96; at += 1) {
        x = block(`h_${at}`, () => layer('dense', { units: 16 })(layer('activation', { activation: 'relu' })(x)));
      }
      return [x];
    });
    const boxes = (...open: readonly string[]) => {
      const { nodes, frames } = viewOf(deep, { open: new Set(open) });
      const shown = nodes.map(({ id }) => id).slice(1, -1);
      return { shown, frames: frames.map(({ id, title, parent = '' }) => `${parent} ${id} ${title}`) };
    };
    const all = Array.from({ length: 96 }, (_, at) => `h_${at}/`);
    expect(boxes()).toEqual({ shown: ['h_0/×'], frames: [] });
    expect(boxes('h_0/×')).toEqual({ shown: ['h_0/', 'h_1/×', 'h_95/'], frames: [' h_0/× h × 96'] });
    expect(boxes('h_0/×', 'h_1/×')).toEqual({ shown: all, frames: [' h_0/× h × 96', 'h_0/× h_1/× h × 94'] });
    expect(boxes('h_0/×', 'h_95/').shown).toEqual(['h_0/', 'h_1/×', 'activation_96', 'dense_96']);
    expect(boxes('h_0/×', 'h_50/').shown).toHaveLength(97);
  });

  it('fold as one stage where only the first differs', () => {
    const stage = build('stage', ({ layer, block }) => {
      let x = layer('input', { shape: [16] }, 'x')();
      for (const number of [1, 2, 3, 4]) {
        x = block(`stage1_block${number}`, () => layer('dense', { units: 8 })(layer('flatten')(x)));
      }
      return [layer('dense', { units: 1 })(x)];
    });
    expect(lines(viewOf(stage))).toEqual([
      'x | input | x | 16',
      'stage1_block1/× | run | stage1_block × 4 | 352 parameters in 8 layers',
      'dense_5 | layer | dense 1 | 9 parameters',
      'output@1 | output | output | 1',
    ]);
    expect(placed(viewOf(stage, { open: new Set(['stage1_block1/×']) })).slice(1, 5)).toEqual(
      [1, 2, 3, 4].map((number) => `stage1_block1/×: stage1_block${number}/`),
    );
    // A fault in the first leaves the rest folded.
    expect(placed(viewOf(stage, { faults: new Map([['dense_1', 'wrong']]) })).slice(1, 4)).toEqual([
      'stage1_block1/: flatten_1',
      'stage1_block1/: dense_1',
      ': stage1_block2/×',
    ]);
  });

  it('open by themselves where they hold everything', () => {
    const one = build('one', ({ layer, block }) => [
      block('all', () => layer('flatten')(layer('dense', { units: 2 })(layer('input', { shape: [3] }, 'x')()))),
    ]);
    expect(placed(viewOf(one))).toEqual([': x', 'all/: dense_1', 'all/: flatten_1', ': output@1']);
    expect(viewOf(one).frames).toMatchObject([{ id: 'all/', fixed: true }]);
  });
});

describe('what a box tells beside its lines', () => {
  it('is its arguments, output and cost', () => {
    const net = chain('net', ['input', { shape: [8, 8, 1] }, 'scan'], ['conv2d', { filters: 4, kernelSize: 3, padding: 'same' }]);
    expect(viewOf(net).nodes[1]).toMatchObject({
      detail: 'filters 4, kernelSize 3×3, strides 1, padding same, dilationRate 1, groups 1, activation linear, useBias true',
      output: '8 × 8 × 4',
      parameters: 40,
      macs: 2304,
    });
  });

  it('is the sizes that do not fit, on both connections too', () => {
    const joined = (op: string, left: number[], right: number[]) =>
      build('net', ({ layer }) => [layer(op)(layer('input', { shape: left })(), layer('input', { shape: right })())]);
    const faultOf = (op: string, left: number[], right: number[]) => {
      const id = `${op}_1`;
      const { nodes, edges } = viewOf(joined(op, left, right), { faults: new Map([[id, 'wrong']]) });
      return [
        nodes.find((node) => node.id === id)?.lines[1],
        ...edges.slice(0, 2).map(({ label, state }) => `${state} ${label}`),
      ];
    };
    expect(faultOf('concatenate', [88, 88, 64], [89, 89, 32])).toEqual(['88 ≠ 89', 'fault 88×88×64', 'fault 89×89×32']);
    expect(faultOf('add', [4, 5], [6, 7])).toEqual(['4 ≠ 6, 5 ≠ 7', 'fault 4×5', 'fault 6×7']);
    expect(faultOf('add', [5], [3, 1, 5])).toEqual(['1 axes ≠ 3 axes', 'fault 5', 'fault 3×1×5']);
  });
});
