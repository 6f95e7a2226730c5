import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, loadDataset, type Split } from '../../src/data/dataset';
import { identity } from '../../src/data/random';
import type { TensorData } from '../../src/ir/tensor';
import { digits, host } from './host';

const everything = (split: Split): { image: TensorData; digit: TensorData } => {
  const { features, targets } = split.batch(identity(split.rows));
  const [image] = features;
  const [digit] = targets;
  if (image === undefined || digit === undefined) throw new Error('A column is missing.');
  return { image, digit };
};

/** One text per row, so that rows can be compared as sets. */
const rowTexts = ({ image, digit }: ReturnType<typeof everything>): string[] =>
  [...digit.data].map((label, row) => `${label}:${image.data.subarray(row * 64, row * 64 + 64).join()}`);

describe('digits', () => {
  let whole: Dataset;
  beforeAll(async () => {
    whole = await loadDataset(digits(), 0, host);
  });

  it('are the 1,797 real ones', () => {
    const { image, digit } = everything(whole.splits.train);
    expect(image).toMatchObject({ shape: [1797, 8, 8, 1], dtype: 'float32' });
    expect(digit).toMatchObject({ shape: [1797], dtype: 'int32' });
    // The first row of the file is a zero, from the top left.
    expect([...image.data.subarray(0, 16)]).toEqual([0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15, 10, 15, 5, 0]);
    expect([...digit.data.subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    const perClass = Array.from({ length: 10 }, (_, label) => digit.data.filter((value) => value === label).length);
    expect(perClass).toEqual([178, 182, 177, 183, 181, 182, 181, 179, 174, 180]);
    // The sum and the extremes that numpy computes of the same file.
    expect([...image.data].reduce((a, b) => a + b)).toBe(561718);
    expect([Math.min(...image.data), Math.max(...image.data)]).toEqual([0, 16]);
  });

  it('have the fingerprint of their file', async () => {
    const bytes = await readFile(join(host.builtinDir, 'digits/digits.csv.gz'));
    expect(whole.fingerprint).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('give batches of any size, each in a buffer of its own', () => {
    const { train } = whole.splits;
    const one = train.batch(Uint32Array.of(5));
    expect(one.rows).toBe(1);
    expect(one.features[0]?.shape).toEqual([1, 8, 8, 1]);
    expect(one.targets[0]).toEqual({ shape: [1], dtype: 'int32', data: Int32Array.of(5) });
    const [a, b] = [train.batch(Uint32Array.of(9, 3)), train.batch(Uint32Array.of(9, 3))];
    expect(a).toEqual(b);
    expect([...(a.targets[0]?.data ?? [])]).toEqual([9, 3]);
    a.features[0]?.data.fill(-1);
    expect(train.batch(Uint32Array.of(9, 3))).toEqual(b);
  });
});

describe('transforms', () => {
  it('normalize scales by the range of the column', async () => {
    const raw = everything((await loadDataset(digits(), 0, host)).splits.train).image.data;
    const unit = everything((await loadDataset(digits(['normalize']), 0, host)).splits.train).image.data;
    const signed = everything((await loadDataset(digits(['normalize', { to: [-1, 1] }]), 0, host)).splits.train).image.data;
    expect([...unit]).toEqual([...raw].map((pixel) => pixel / 16));
    expect([...signed]).toEqual([...raw].map((pixel) => pixel / 8 - 1));
  });

  it('oneHot puts a 1 at the class', async () => {
    const labels = everything((await loadDataset(digits(), 0, host)).splits.train).digit;
    const rows = everything((await loadDataset(digits(['oneHot']), 0, host)).splits.train).digit;
    expect(rows).toMatchObject({ shape: [1797, 10], dtype: 'float32' });
    labels.data.forEach((label, row) => {
      const expected = Array.from({ length: 10 }, (_, position) => (position === label ? 1 : 0));
      expect([...rows.data.subarray(row * 10, row * 10 + 10)]).toEqual(expected);
    });
  });

  it('split gives every row to one split', async () => {
    const { splits, schema } = await loadDataset(digits(['split', { validation: 0.1, test: 180 }]), 7, host);
    const parts = [splits.train, splits.validation, splits.test];
    expect(parts.map(({ rows }) => rows)).toEqual([1437, 180, 180]);
    expect(schema.splits).toEqual({ train: 1437, validation: 180, test: 180 });
    const whole = everything((await loadDataset(digits(), 0, host)).splits.train);
    expect(parts.flatMap((split) => rowTexts(everything(split))).sort()).toEqual(rowTexts(whole).sort());
  });

  it('split without shuffle keeps the order: training first, the test last', async () => {
    const { splits } = await loadDataset(digits(['split', { validation: 200, test: 100, shuffle: false }]), 7, host);
    const whole = rowTexts(everything((await loadDataset(digits(), 0, host)).splits.train));
    expect(rowTexts(everything(splits.train))).toEqual(whole.slice(0, 1497));
    expect(rowTexts(everything(splits.validation))).toEqual(whole.slice(1497, 1697));
    expect(rowTexts(everything(splits.test))).toEqual(whole.slice(1697));
  });

  it('keep the places that they have in the source', async () => {
    const { splits, source } = await loadDataset(
      digits(['shuffle'], ['split', { validation: 0.1, test: 0.1 }], ['normalize']),
      7,
      host,
    );
    const whole = rowTexts(everything((await loadDataset(digits(), 0, host)).splits.train));
    expect(rowTexts(everything(source))).toEqual(whole);
    for (const { members, batch } of [splits.train, splits.validation, splits.test]) {
      const labels = [...(batch(identity(members.length)).targets[0]?.data ?? [])];
      expect(labels).toEqual([...members].map((place) => Number(whole[place]?.split(':')[0])));
    }
  });

  it.each(['split', 'shuffle'])('%s follows the seed of the training, unless it has its own', async (op) => {
    const rows = async (trainingSeed: number, seed?: number): Promise<string[]> => {
      const args = { ...(op === 'split' && { test: 0.2 }), ...(seed !== undefined && { seed }) };
      return rowTexts(everything((await loadDataset(digits([op, args]), trainingSeed, host)).splits.train));
    };
    expect(await rows(1)).toEqual(await rows(1));
    expect(await rows(2)).not.toEqual(await rows(1));
    expect(await rows(2, 1)).toEqual(await rows(1));
    expect(await rows(1, 9)).toEqual(await rows(2, 9));
  });

  it('shuffle after a split stays inside the splits', async () => {
    const plain = await loadDataset(digits(['split', { test: 0.2 }]), 3, host);
    const shuffled = await loadDataset(digits(['split', { test: 0.2 }], ['shuffle']), 3, host);
    const [before, after] = [plain, shuffled].map(({ splits }) => rowTexts(everything(splits.test)));
    expect(after).not.toEqual(before);
    expect(after?.sort()).toEqual(before?.sort());
  });
});

describe('files that are not right', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'modelwright-data-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('names the file that is missing', async () => {
    await expect(loadDataset(digits(), 0, { ...host, builtinDir: folder })).rejects.toMatchObject({
      name: 'DataError',
      kind: 'missing',
      message: expect.stringContaining(join('digits', 'digits.csv.gz is not there')),
    });
  });

  it('notices damage', async () => {
    await mkdir(join(folder, 'digits'));
    const bytes = await readFile(join(host.builtinDir, 'digits/digits.csv.gz'));
    await writeFile(join(folder, 'digits/digits.csv.gz'), bytes.subarray(0, 5000));
    await expect(loadDataset(digits(), 0, { ...host, builtinDir: folder })).rejects.toThrow(/is damaged/);
  });
});
