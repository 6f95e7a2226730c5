import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadDataset } from '../../src/data/dataset';
import { probe } from '../../src/data/probe';
import { python } from '../needs';
import { dataFolder, valuesOf } from './folder';
import { hostIn } from './host';

const folder = dataFolder();

const u32 = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32BE(number, at * 4);
  return bytes;
};

const idxFile = (shape: readonly number[], values: readonly number[]): Buffer =>
  Buffer.concat([Buffer.of(0, 0, 8, shape.length), u32(...shape), Buffer.from(values)]);

const counting = (count: number, modulo = 256): number[] => Array.from({ length: count }, (_, at) => (at * 7) % modulo);

describe('idx', () => {
  it.each([
    ['plain', (bytes: Buffer) => bytes],
    ['gzipped', (bytes: Buffer) => gzipSync(bytes)],
  ])('reads images and labels, %s', async (name, pack) => {
    folder.write(`${name}-x`, pack(idxFile([5, 3, 2], counting(30))));
    folder.write(`${name}-y`, pack(idxFile([5], [0, 2, 1, 0, 3])));
    const source = ['idx', { features: `${name}-x`, targets: `${name}-y` }] as const;
    const schema = await folder.probe(source);
    expect(schema).toMatchObject({ rows: 5, features: [{ shape: [3, 2, 1], dtype: 'uint8', range: [0, 255] }] });
    expect(schema.targets).toMatchObject([{ dtype: 'int32', meaning: { kind: 'class', classes: 4 } }]);
    const dataset = await folder.load(source);
    expect(dataset.schema).toMatchObject(schema);
    expect(valuesOf(dataset)).toEqual({ features: counting(30), targets: [0, 2, 1, 0, 3] });
  });

  it('keeps the axes of rows that are no images', async () => {
    folder.write('rows-x', idxFile([4, 6], counting(24)));
    folder.write('rows-y', idxFile([4], [0, 1, 1, 0]));
    expect((await folder.probe(['idx', { features: 'rows-x', targets: 'rows-y' }])).features[0]?.shape).toEqual([6]);
  });

  it('scales bytes by 255, whatever the largest is', async () => {
    folder.write('dark-x', idxFile([2, 1, 1], [51, 0]));
    folder.write('dark-y', idxFile([2], [0, 1]));
    const dataset = await folder.load(['idx', { features: 'dark-x', targets: 'dark-y' }], ['normalize']);
    expect(valuesOf(dataset).features).toEqual([Math.fround(0.2), 0]);
  });
});

describe('mnist', () => {
  const images = (rows: number): Buffer => idxFile([rows, 28, 28], counting(rows * 784));
  const labels = (rows: number): Buffer => idxFile([rows], counting(rows, 10));
  const files = {
    'train-images-idx3-ubyte': images(12),
    'train-labels-idx1-ubyte.gz': gzipSync(labels(12)),
    't10k-images-idx3-ubyte.gz': gzipSync(images(5)),
    't10k-labels-idx1-ubyte': labels(5),
  };
  for (const [name, bytes] of Object.entries(files)) folder.write(`sets/mnist/${name}`, bytes);

  it('has a test of its own, from which split takes nothing', async () => {
    const dataset = await folder.load(['mnist', { folder: 'sets/mnist' }], ['split', { validation: 3 }]);
    expect(dataset.schema).toMatchObject({
      name: 'mnist',
      rows: 17,
      splits: { train: 9, validation: 3, test: 5 },
      features: [{ shape: [28, 28, 1] }],
    });
    expect(valuesOf(dataset, 'test').targets).toEqual(counting(5, 10));
    expect(valuesOf(dataset, 'test').features).toEqual(counting(5 * 784));
    const rest = [...valuesOf(dataset).targets, ...valuesOf(dataset, 'validation').targets];
    expect(rest.sort()).toEqual(counting(12, 10).sort());
    await expect(folder.probe(['mnist', { folder: 'sets/mnist' }], ['split', { test: 3 }])).rejects.toThrow(
      'split: the test of mnist has its rows already (5). Split off the validation only.',
    );
  });

  it('is looked for where data sets are kept, even outside the workspace', async () => {
    const workspace = dataFolder();
    const host = { ...hostIn(workspace.path), collections: [join(workspace.path, 'nothing'), join(folder.path, 'sets')] };
    const description = { source: { op: 'mnist', args: {} }, transforms: [] };
    expect(await probe(description, host)).toMatchObject({ rows: 17 });
    expect((await loadDataset(description, 1, host)).splits.test.rows).toBe(5);
    await expect(probe({ source: { op: 'fashionMnist', args: {} }, transforms: [] }, host)).rejects.toMatchObject({
      kind: 'missing',
      message: expect.stringMatching(
        /apt install dataset-fashion-mnist.*fashionMnist\('data\/fashion-mnist'\).*MODELWRIGHT_DATA/,
      ),
    });
  });

  it('says which of its files is missing', async () => {
    mkdirSync(join(folder.path, 'half'));
    folder.write('half/train-images-idx3-ubyte', images(3));
    await expect(folder.probe(['mnist', { folder: 'half' }])).rejects.toThrow('half/train-labels-idx1-ubyte is not there');
  });
});

/** As numpy.save writes it. */
function npyFile(descr: string, shape: string, values: Uint8Array): Buffer {
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }`;
  const header = `${text.padEnd(117)}\n`;
  const length = Buffer.alloc(2);
  length.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, Buffer.from(header, 'latin1'), values]);
}

const bytesOf = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

describe('npy', () => {
  it.each([
    ['<f4', 'float32', bytesOf(Float32Array.of(1.5, -2, 3, 4))],
    ['<f8', 'float32', bytesOf(Float64Array.of(1.5, -2, 3, 4))],
    ['|u1', 'uint8', Uint8Array.of(1, 200, 3, 4)],
    ['|i1', 'int32', bytesOf(Int8Array.of(1, -100, 3, 4))],
    ['<i2', 'int32', bytesOf(Int16Array.of(1, -1000, 3, 4))],
    ['>i2', 'int32', bytesOf(Int16Array.of(1, -1000, 3, 4)).reverse()],
    ['<i8', 'int32', bytesOf(BigInt64Array.of(1n, -5n, 3n, 4n))],
    ['|b1', 'uint8', Uint8Array.of(1, 0, 1, 1)],
  ])('reads %s as %s', async (descr, dtype, bytes) => {
    const name = encodeURIComponent(descr);
    folder.write(`${name}.npy`, npyFile(descr, '2, 2', bytes));
    folder.write('two.npy', npyFile('<f4', '2,', bytesOf(Float32Array.of(0.5, 1.5))));
    const source = ['npy', { features: `${name}.npy`, targets: 'two.npy' }] as const;
    expect(await folder.probe(source)).toMatchObject({ rows: 2, features: [{ shape: [2], dtype }] });
    const { features, targets } = valuesOf(await folder.load(source));
    expect(targets).toEqual([0.5, 1.5]);
    const expected: Record<string, number[]> = {
      '<f4': [1.5, -2, 3, 4],
      '<f8': [1.5, -2, 3, 4],
      '|u1': [1, 200, 3, 4],
      '|i1': [1, -100, 3, 4],
      '<i2': [1, -1000, 3, 4],
      '>i2': [4, 3, -1000, 1],
      '<i8': [1, -5, 3, 4],
      '|b1': [1, 0, 1, 1],
    };
    expect(features).toEqual(expected[descr]);
  });

  it.skipIf(!python)('reads what NumPy itself writes [python]', async () => {
    const script = `import numpy as np, sys
rng = np.random.default_rng(3)
np.save(sys.argv[1] + '/numpy-x.npy', rng.standard_normal((7, 3, 5)))
np.save(sys.argv[1] + '/numpy-y.npy', np.array([0, 1, 2, 0, 1, 2, 0]))
print(repr(rng.bit_generator.state['state']['state']))`;
    execFileSync(python ?? '', ['-c', script, folder.path]);
    const dataset = await folder.load(['npy', { features: 'numpy-x.npy', targets: 'numpy-y.npy' }]);
    expect(dataset.schema).toMatchObject({ rows: 7, features: [{ shape: [3, 5] }], targets: [{ meaning: { classes: 3 } }] });
    expect(valuesOf(dataset).targets).toEqual([0, 1, 2, 0, 1, 2, 0]);
    const sum = execFileSync(python ?? '', [
      '-c',
      `import numpy as np, sys; print(float(np.load(sys.argv[1] + '/numpy-x.npy').sum()))`,
      folder.path,
    ]);
    expect(valuesOf(dataset).features.reduce((a, b) => a + b)).toBeCloseTo(Number(sum.toString()), 4);
  });
});

describe('arrays', () => {
  const pairs = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];

  it('hold rows of any shape', async () => {
    const dataset = await folder.load(['arrays', { features: pairs, targets: [0, 1, 1, 0] }]);
    expect(dataset.schema).toMatchObject({
      rows: 4,
      features: [{ shape: [2], dtype: 'int32', range: [0, 1] }],
      targets: [{ shape: [], meaning: { kind: 'class', classes: 2 } }],
    });
    expect(valuesOf(dataset)).toEqual({ features: pairs.flat(), targets: [0, 1, 1, 0] });
    const images = [[[[1], [2]]], [[[3], [4.5]]]];
    expect((await folder.probe(['arrays', { features: images, targets: [1, 2] }])).features[0]).toMatchObject({
      shape: [1, 2, 1],
      dtype: 'float32',
      range: [1, 4.5],
    });
  });

  it('of plain numbers have one column', async () => {
    const schema = await folder.probe(['arrays', { features: [1, 2, 3], targets: [2.8, 3.4, 4] }]);
    expect(schema.features[0]?.shape).toEqual([1]);
    expect(schema.targets[0]).toMatchObject({ shape: [], range: [2.8, 4], meaning: { kind: 'value' } });
  });

  it.each([
    [{ features: pairs, targets: [1, 2] }, 'there are 4 rows of features and 2 of targets'],
    [{ features: [[1, 2], [3]], targets: [1, 2] }, 'row 1 of the features is [1], and row 0 is [2]'],
    [{ features: [1, 2], targets: [1, [2]] }, 'row 1 of the targets is [1], and row 0 is a number'],
    [{ features: [], targets: [] }, 'features must be a list'],
    [{ features: [1, 'x'], targets: [1, 2] }, 'features must be a list'],
  ])('must fit together (%#)', async (args, text) => {
    await expect(folder.probe(['arrays', args])).rejects.toThrow(text);
  });
});
