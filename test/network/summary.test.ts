import { describe, expect, it } from 'vitest';
import { symbol } from '../../src/ir/dim';
import { trainingMemory } from '../../src/network/cost';
import { formatBytes, formatCount, formatMacs } from '../../src/network/numbers';
import { summarize } from '../../src/network/summary';
import { build, catsVsDogs, chain, mnistMlp } from './build';

describe('summary', () => {
  it('counts the MLP as Keras does', () => {
    const { layers, totals } = summarize(mnistMlp);
    expect(totals).toEqual({ parameters: 101_770, trainableParameters: 101_770, macs: 101_632 });
    expect(layers).toEqual([
      { id: 'pixels', op: 'input', outputShape: [784], dtype: 'float32', parameters: 0, trainable: true, macs: 0, calls: 1 },
      {
        id: 'dense_1',
        op: 'dense',
        outputShape: [128],
        dtype: 'float32',
        parameters: 100_480,
        trainable: true,
        macs: 100_352,
        calls: 1,
      },
      { id: 'digit', op: 'dense', outputShape: [10], dtype: 'float32', parameters: 1290, trainable: true, macs: 1280, calls: 1 },
    ]);
  });

  it('counts the image classifier as Keras does', () => {
    const { totals, layers } = summarize(catsVsDogs);
    expect(totals).toMatchObject({ parameters: 3_453_121, macs: 236_095_488 });
    expect(layers.find(({ op }) => op === 'flatten')?.outputShape).toEqual([6272]);
  });

  it('counts a shared layer once in parameters and every time in work', () => {
    const twins = build('twins', ({ layer }) => {
      const shared = layer('dense', { units: 3 });
      return [shared(layer('input', { shape: [5] })()), shared(layer('input', { shape: [5] })())];
    });
    expect(summarize(twins).layers[0]).toMatchObject({ parameters: 18, macs: 30, calls: 2 });
    expect(summarize(twins).totals).toEqual({ parameters: 18, trainableParameters: 18, macs: 30 });
  });

  it('writes symbolic sizes as text and open ones as null', () => {
    const sequence = chain('sequence', ['input', { shape: [symbol('time'), 12] }], ['dense', { units: 3 }]);
    expect(summarize(sequence).layers[1]).toMatchObject({ outputShape: ['time', 3], parameters: 39, macs: '36·time' });
    const broken = chain('broken', ['input', { shape: [8] }], ['conv2d', { filters: 4, kernelSize: 3 }]);
    expect(summarize(broken).layers[1]).toMatchObject({ outputShape: [null, null, 4], parameters: null, macs: null });
    expect(summarize(broken).totals.parameters).toBeNull();
  });

  it('counts what is frozen, but trains it not', () => {
    const frozen = { ...mnistMlp, layers: mnistMlp.layers.map((layer) => ({ ...layer, trainable: layer.id === 'digit' })) };
    expect(summarize(frozen).totals).toMatchObject({ parameters: 101_770, trainableParameters: 1290 });
    expect(trainingMemory(frozen).states.adam).toBe(4 * 101_770 + 12 * 1290);
  });
});

describe('training memory', () => {
  it('is 8, 12 and 16 bytes for a parameter', () => {
    const { states } = trainingMemory(mnistMlp);
    expect(states).toEqual({ sgd: 814_160, momentum: 1_221_240, adam: 1_628_320 });
  });

  it('keeps every output but changes of shape, per sample', () => {
    const net = chain('net', ['input', { shape: [4, 3, 2] }], ['flatten'], ['dense', { units: 5 }]);
    expect(trainingMemory(net).activations).toBe(4 * (24 + 5));
    expect(summarize(net).trainingMemory).toEqual([
      { batchSize: 1, sgd: 8 * 125 + 116, momentum: 12 * 125 + 116, adam: 16 * 125 + 116 },
      { batchSize: 32, sgd: 8 * 125 + 32 * 116, momentum: 12 * 125 + 32 * 116, adam: 16 * 125 + 32 * 116 },
      { batchSize: 128, sgd: 8 * 125 + 128 * 116, momentum: 12 * 125 + 128 * 116, adam: 16 * 125 + 128 * 116 },
    ]);
  });
});

describe('numbers', () => {
  it('are grouped, or rounded to a unit', () => {
    expect(formatCount(109_482_240)).toBe('109,482,240');
    expect([0, 999, 1000, 99_960, 999_499, 999_500, 1.75e9, 4.2e16].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '1.0 kB',
      '100 kB',
      '999 kB',
      '1.0 MB',
      '1.8 GB',
      '42.0 PB',
    ]);
    expect([0, 101_632, 236_095_488, 48.3e9].map(formatMacs)).toEqual(['0 MACs', '101,632 MACs', '236 MMACs', '48.3 GMACs']);
    expect(formatMacs(symbol('time'))).toBe('time MACs');
  });
});
