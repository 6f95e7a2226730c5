import { describe, expect, it } from 'vitest';
import { sourceSpecs, transformSpecs } from '../../src/data/index.spec';
import { probe } from '../../src/data/probe';
import { sources } from '../../src/data/sources';
import { transforms } from '../../src/data/transforms';
import { batchSizeOf } from '../../src/data/transforms/batch';
import { digits, host } from './host';

describe('tables', () => {
  it('have what runs for every spec, under the same name', () => {
    expect(Object.keys(sources)).toEqual(Object.keys(sourceSpecs));
    expect(Object.keys(transforms)).toEqual(Object.keys(transformSpecs));
    for (const [name, spec] of Object.entries({ ...sourceSpecs, ...transformSpecs })) expect(spec.op).toBe(name);
  });
});

describe('probe', () => {
  it('knows the digits without loading them', async () => {
    const schema = await probe(digits(), { ...host, builtinDir: '/nowhere' });
    expect(schema).toMatchObject({ name: 'digits', rows: 1797, splits: { train: 1797, validation: 0, test: 0 } });
    expect(schema.features).toMatchObject([{ name: 'image', shape: [8, 8, 1], dtype: 'float32', range: [0, 16] }]);
    expect(schema.targets).toMatchObject([{ shape: [], dtype: 'int32', meaning: { kind: 'class', classes: 10 } }]);
  });

  it('follows the transforms', async () => {
    const schema = await probe(
      digits(
        ['shuffle'],
        ['split', { validation: 0.1, test: 0.1 }],
        ['batch', { size: 64 }],
        ['normalize', { to: [-1, 1] }],
        ['oneHot'],
      ),
      host,
    );
    expect(schema.splits).toEqual({ train: 1437, validation: 180, test: 180 });
    expect(schema.features[0]?.range).toEqual([-1, 1]);
    expect(schema.targets[0]).toMatchObject({ shape: [10], dtype: 'float32', meaning: { kind: 'oneHot', classes: 10 } });
  });

  it.each([
    [{ validation: 180 }, { train: 1617, validation: 180, test: 0 }],
    [{ test: 0.5 }, { train: 898, validation: 0, test: 899 }],
    [{ validation: 1e-9 }, { train: 1796, validation: 1, test: 0 }],
    [{ validation: 1796 }, { train: 1, validation: 1796, test: 0 }],
  ])('splits by part and by number: %j', async (args, splits) => {
    expect((await probe(digits(['split', args]), host)).splits).toEqual(splits);
  });

  it.each([
    [
      digits(['split', { validation: 0.6, test: 0.4 }]),
      'settings',
      /1078 rows for validation and 719 for the test leave none of 1797/,
    ],
    [digits(['split', { validation: 1.5 }]), 'settings', /validation must be a part of the rows under 1/],
    [digits(['split', { validation: -1 }]), 'settings', /validation must be/],
    [digits(['split', { train: 0.5 }]), 'settings', /split has no argument 'train'/],
    [digits(['split', { validation: 10 }], ['split', { test: 10 }]), 'settings', /split stands twice/],
    [digits(['normalize', { to: [1, 0] }]), 'settings', /the smaller first/],
    [digits(['batch']), 'settings', /size must be a whole number of at least 1/],
    [digits(['oneHot'], ['oneHot']), 'settings', /oneHot needs class labels/],
    [digits(['constructor']), 'settings', /no data named 'constructor'/],
    [{ source: { op: 'toString', args: {} }, transforms: [] }, 'settings', /no data named 'toString'/],
  ])('says what does not fit (%#)', async (description, kind, text) => {
    await expect(probe(description, host)).rejects.toMatchObject({
      name: 'DataError',
      kind,
      message: expect.stringMatching(text),
    });
  });
});

describe('batchSizeOf', () => {
  it('is what the last batch() says', () => {
    expect(batchSizeOf(digits())).toBeUndefined();
    expect(batchSizeOf(digits(['batch', { size: 16 }], ['shuffle'], ['batch', { size: 48 }]))).toBe(48);
  });
});
