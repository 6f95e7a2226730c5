import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { permutation } from '../../src/data/random';
import { dataFolder, valuesOf } from './folder';

const folder = dataFolder();
let files = 0;

/** A file with this text, as the source of data. */
function csv(text: string | Uint8Array, args: object = {}): ['csv', Record<string, unknown>] {
  const path = `file-${files++}.csv`;
  folder.write(path, text);
  return ['csv', { path, target: 'y', ...args }];
}

describe('the text', () => {
  it.each<[string, string, string[]]>([
    ['plain', 'x,y\na,1\nb,2\n', ['a', 'b']],
    ['without a line end at the end', 'x,y\na,1\nb,2', ['a', 'b']],
    ['with line ends of Windows and a byte order mark', '\ufeffx,y\r\na,1\r\nb,2\r\n', ['a', 'b']],
    ['with empty lines', 'x,y\n\na,1\n  \nb,2\n\n', ['a', 'b']],
    ['with spaces around values', ' x , y\n a ,1\nb , 2\n', ['a', 'b']],
    ['quoted', '"x","y"\n"a","1"\n"b",2\n', ['a', 'b']],
    ['with delimiters, quotes and line ends inside quotes', 'x,y\n"a,""b""\nc",1\n"d",2\n', ['a,"b"\nc', 'd']],
    ['with quotes inside a value', 'x,y\n5" wide,1\n6" wide,2\n', ['5" wide', '6" wide']],
  ])('may be %s', async (_, text, words) => {
    const { features } = await folder.probe(csv(text));
    expect(features[0]?.fields?.map(({ name }) => name)).toEqual(words.map((word) => `x=${word}`));
    expect(valuesOf(await folder.load(csv(text)))).toEqual({ features: [1, 0, 0, 1], targets: [1, 2] });
  });

  it('may have another delimiter, no header, and be gzipped', async () => {
    const source = csv(gzipSync('1;5\n2;6\n'), { delimiter: ';', header: false, target: 'column2' });
    expect(valuesOf(await folder.load(source))).toEqual({ features: [1, 2], targets: [5, 6] });
  });

  it('counts the lines inside quotes', async () => {
    await expect(folder.load(csv('x,y\n"1\n",1\n2,b\n'))).rejects.toThrow(/, line 4: column y is of numbers/);
  });
});

describe('columns', () => {
  const table = 'age,city,y\n30,Rom,yes\n40.5,Oslo,no\n-1e1,Rom,no\n';

  it('are of numbers or of categories', async () => {
    const { schema } = await folder.load(csv(table));
    expect(schema.features).toHaveLength(1);
    expect(schema.features[0]).toMatchObject({
      shape: [3],
      dtype: 'float32',
      range: [-10, 40.5],
      fields: [
        { name: 'age', range: [-10, 40.5] },
        { name: 'city=Oslo', range: [0, 1] },
        { name: 'city=Rom', range: [0, 1] },
      ],
    });
    expect(schema.targets).toMatchObject([{ name: 'y', meaning: { kind: 'class', classes: 2, names: ['no', 'yes'] } }]);
    expect(valuesOf(await folder.load(csv(table)))).toEqual({
      features: [30, 0, 1, 40.5, 1, 0, -10, 0, 1],
      targets: [1, 0, 0],
    });
  });

  it('are chosen by name, in that order', async () => {
    const { schema } = await folder.load(csv(table, { features: ['y', 'age'], target: ['city'] }));
    expect(schema.features[0]?.fields?.map(({ name }) => name)).toEqual(['y=no', 'y=yes', 'age']);
    expect(schema.targets[0]?.meaning).toMatchObject({ names: ['Oslo', 'Rom'] });
  });

  it('may be several targets, one for each output', async () => {
    const { targets } = await folder.probe(csv(table, { target: ['y', 'age'] }));
    expect(targets.map(({ name, meaning }) => [name, meaning.kind])).toEqual([
      ['y', 'class'],
      ['age', 'value'],
    ]);
  });

  it.each([
    [[0, 1, 1, 0], 'auto', 'class'],
    [[0, 0, 0, 1], 'auto', 'class'],
    [[0, 1, 2, 3], 'auto', 'value'],
    [[0, 2, 2, 0], 'auto', 'value'],
    [[1, 2, 1, 2], 'auto', 'value'],
    [[0, 0.5, 1, 1], 'auto', 'value'],
    [[0, 1, 2, 3], 'class', 'class'],
    [[0, 1, 1, 0], 'value', 'value'],
  ])('of targets %j are, with targetType %s, of kind %s', async (values, targetType, kind) => {
    const text = `x,y\n${values.map((value) => `1,${value}\n`).join('')}`;
    expect((await folder.probe(csv(text, { targetType }))).targets[0]?.meaning.kind).toBe(kind);
  });

  it('of a target that can not be classes say so', async () => {
    await expect(folder.probe(csv('x,y\n1,0.5\n', { targetType: 'class' }))).rejects.toThrow(/can't be classes/);
  });
});

describe('missing values', () => {
  const table = 'x,z,y\n1,,0\nNA,2,1\n3,?,1\n4,5,0\n';

  it('stop at the line', async () => {
    await expect(folder.load(csv(table))).rejects.toThrow(/line 2: column z is empty. missing: 'drop' leaves such rows out/);
    await expect(folder.load(csv(table, { features: ['x'] }))).rejects.toThrow(/line 3: column x has no value but 'NA'/);
  });

  it('leave their row out where that is asked for', async () => {
    expect(valuesOf(await folder.load(csv(table, { missing: 'drop' })))).toEqual({ features: [4, 5], targets: [0] });
    // Only columns that are used count.
    expect(valuesOf(await folder.load(csv(table, { missing: 'drop', features: ['x'] }))).features).toEqual([1, 3, 4]);
  });
});

describe('a large file', () => {
  const lines = Array.from({ length: 400_000 }, (_, row) => `${row % 1000},${row % 7}`);
  const source = csv(`x,y\n${lines.join('\n')}\nfar,3\n`);

  it('is only read at its beginning by the checker', async () => {
    const { rows, features, targets } = await folder.probe(csv(`x,y\n${'1234567,0\n'.repeat(500_000)}1,far\n`));
    expect(Math.abs(rows - 500_001)).toBeLessThan(500);
    expect(features[0]).toMatchObject({ shape: [1], range: [1234567, 1234567] });
    expect(targets[0]).toMatchObject({ partial: true });
  });

  it('is read whole by the training', async () => {
    await expect(folder.load(source)).rejects.toThrow(/line 400002: column x is of numbers, and 'far' is none/);
  });

  it('is read as bytes of gzip no further either', async () => {
    const { rows } = await folder.probe(csv(gzipSync(`x,y\n${'1,0\n'.repeat(3_000_000)}`)));
    expect(rows).toBeGreaterThan(1_000_000);
  });
});

it('a file is read again when it has changed', async () => {
  const source = csv('x,y\n1,2\n');
  expect((await folder.probe(source)).rows).toBe(1);
  folder.write(source[1]['path'] as string, 'x,y\n1,2\n3,4\n');
  expect((await folder.probe(source)).rows).toBe(2);
});

describe('standardize', () => {
  const rows = Array.from({ length: 40 }, (_, row) => [1000 + row * row, 7, Math.sin(row)]);
  const source = csv(`a,b,c,y\n${rows.map((row) => `${row.join(',')},0.5\n`).join('')}`);

  it.each([[[['standardize'], ['split', { test: 10 }]]], [[['split', { test: 10 }], ['standardize']]]] as const)(
    'measures the training rows only, before and after the split (%#)',
    async (steps) => {
      const dataset = await folder.load(source, ...steps);
      const train = permutation(40, 1, 'split').slice(0, 30);
      const column = (k: number): number[] => [...train].map((row) => rows[row]?.[k] ?? 0);
      const expected = [0, 1, 2].map((k) => {
        const values = column(k);
        const mean = values.reduce((a, b) => a + b) / 30;
        const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 30);
        return { mean, deviation: deviation || 1 };
      });
      for (const split of ['train', 'test'] as const) {
        const members = split === 'train' ? train : permutation(40, 1, 'split').slice(30);
        const { features } = valuesOf(dataset, split);
        [...members].forEach((row, at) => {
          for (const [k, { mean, deviation }] of expected.entries()) {
            expect(features[at * 3 + k]).toBeCloseTo(((rows[row]?.[k] ?? 0) - mean) / deviation, 4);
          }
        });
      }
      // A column with one value only is 0.
      expect(valuesOf(dataset).features.filter((_, at) => at % 3 === 1)).toEqual(Array(30).fill(0));
    },
  );

  it('leaves no range to normalize by', async () => {
    await expect(folder.probe(source, ['standardize'], ['normalize'])).rejects.toThrow(/not known after standardize/);
  });
});

it('normalize scales each column of a table by its own range', async () => {
  const dataset = await folder.load(csv('a,b,y\n0,100,1\n10,300,2\n5,200,3\n'), ['normalize']);
  expect(valuesOf(dataset).features).toEqual([0, 0, 1, 1, 0.5, 0.5]);
  expect(dataset.schema.features[0]).toMatchObject({ range: [0, 1], fields: [{ name: 'a', range: [0, 1] }, { name: 'b' }] });
});

it('iris() are 150 rows of three species', async () => {
  const { schema, splits } = await folder.load(['iris']);
  expect(schema).toMatchObject({ name: 'iris', rows: 150, features: [{ shape: [4], range: [0.1, 7.9] }] });
  expect(schema.targets[0]?.meaning).toMatchObject({ kind: 'class', names: ['setosa', 'versicolor', 'virginica'] });
  const { features, targets } = valuesOf(await folder.load(['iris']));
  // The sum that scikit-learn's load_iris().data has.
  expect(features.reduce((a, b) => a + b)).toBeCloseTo(2078.7, 2);
  expect([0, 1, 2].map((k) => targets.filter((label) => label === k).length)).toEqual([50, 50, 50]);
  expect(splits.train.rows).toBe(150);
});
