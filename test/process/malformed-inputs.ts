/** Inputs of test/fixtures/malformed, and what is said about each: what comes in kinds is a line in a table here. */

export interface Case {
  /** What it is. */
  readonly input: string;
  /** In the words of the command line, file and place included. */
  readonly message: string | RegExp;
}

/** Data of a training. */
export interface DataCase extends Case {
  /** In a model file that stands beside a copy of the fixtures. */
  readonly data: string;
  /** Whether `check` sees it: it reads no pictures, and of large files the beginning. */
  readonly checked?: false;
  readonly rule?: string;
}

const csv = (name: string, options = "target: 'y'"): string => `csv('csv/${name}.csv', { ${options} })`;
const idx = (features: string, targets = 'labels'): string => `idx('idx/${features}', 'idx/${targets}')`;
const npy = (features: string, targets = 'targets'): string => `npy('npy/${features}.npy', 'npy/${targets}.npy')`;
const images = (name: string): string => `images('pictures/${name}', { size: 4 }).normalize()`;

export const dataCases: readonly DataCase[] = [
  {
    input: 'CSV with unequal columns',
    data: csv('unequal-columns'),
    message: 'csv/unequal-columns.csv, line 4: 2 values, but there are 3 columns.',
  },
  {
    input: 'CSV with a quote left open',
    data: csv('unclosed-quote'),
    message: 'csv/unclosed-quote.csv, line 4, column 1: the quote that opens here is not closed.',
  },
  {
    input: 'CSV with text behind a quote',
    data: csv('text-after-quote'),
    message: "csv/text-after-quote.csv, line 3, column 4: '4' stands behind a closing quote; quotes inside a value are doubled.",
  },
  {
    input: 'CSV without a header',
    data: csv('no-header'),
    message:
      'csv/no-header.csv, line 1: there are only numbers where the names of the columns should stand. Add them, or say header: false.',
  },
  {
    input: 'CSV with text among numbers',
    data: csv('text-in-numbers'),
    message: "csv/text-in-numbers.csv, line 3: column z is of numbers, and 'many' is none.",
  },
  { input: 'CSV that is empty', data: csv('empty'), message: 'csv/empty.csv is empty.' },
  { input: 'CSV with a header only', data: csv('header-only'), message: 'csv/header-only.csv has no rows below its header.' },
  {
    input: 'CSV without the target',
    data: csv('whole', "target: 'z_'"),
    rule: 'data-settings',
    message: "csv/whole.csv has no column 'z_'. It has: x, z, y.",
  },
  {
    input: 'CSV with NaN',
    data: csv('nan'),
    message: "csv/nan.csv, line 3: column z has no value but 'NaN'. missing: 'drop' leaves such rows out.",
  },
  {
    input: 'CSV with a gap',
    data: csv('gap'),
    message: "csv/gap.csv, line 3: column z is empty. missing: 'drop' leaves such rows out.",
  },
  { input: 'CSV with one name twice', data: csv('two-names'), message: 'csv/two-names.csv, line 1: two columns are named x.' },
  {
    input: 'CSV with too large a number',
    data: csv('too-large'),
    message: 'csv/too-large.csv, line 3: column z has 1e99, which is more than a float32 holds.',
  },
  {
    input: 'CSV in another encoding',
    data: csv('latin1'),
    message: 'csv/latin1.csv is not text in UTF-8. Save it as CSV in UTF-8.',
  },
  {
    input: 'CSV outside the workspace',
    data: "csv('../outside.csv', { target: 'y' })",
    rule: 'data-outside',
    message:
      '../outside.csv is outside the workspace folder, and a model file reads nothing there. Move the data into the workspace, or set MODELWRIGHT_DATA to their folder.',
  },
  {
    input: 'IDX with a wrong magic',
    data: idx('wrong-magic'),
    message: 'idx/wrong-magic, byte 0: there is 89 50 4e 47, which no IDX file begins with (00 00 08 03 for images).',
  },
  {
    input: 'IDX of another type',
    data: idx('wrong-type'),
    message: 'idx/wrong-type, byte 2: the values are of type 0d; only unsigned bytes (08) are read.',
  },
  {
    input: 'IDX that is short',
    data: idx('short'),
    message:
      'idx/short, byte 30: the header promises 6 x 2 x 2 values, which takes 40 bytes, and the file has 30. Copy it again.',
  },
  {
    input: 'IDX that is long',
    data: idx('long'),
    message: 'idx/long, byte 40: the header promises 6 x 2 x 2 values, which takes 40 bytes, and the file has 43. Copy it again.',
  },
  {
    input: 'IDX that ends in its header',
    data: idx('header-only'),
    message: 'idx/header-only, byte 9: the file ends in its header, which takes 16 bytes. Copy it again.',
  },
  {
    input: 'IDX with too few labels',
    data: idx('images', 'five-labels'),
    message: 'idx/five-labels has 5 labels, and idx/images has 6 images.',
  },
  {
    input: 'IDX with its files exchanged',
    data: idx('labels', 'images'),
    message: 'idx/images has 3 axes, and labels have one. Are the files exchanged?',
  },
  {
    input: 'IDX in torn gzip',
    data: idx('torn.gz'),
    message: /idx\/torn\.gz breaks off after \d+ bytes, in the middle of its gzip data\. Copy it again\./,
  },
  {
    input: 'IDX in damaged gzip',
    data: idx('damaged.gz'),
    message: 'idx/damaged.gz is damaged: incorrect data check in its gzip data. Copy it again.',
  },
  {
    input: 'NPY with a wrong magic',
    data: npy('wrong-magic'),
    message: 'npy/wrong-magic.npy, byte 0: there is 50 4b 03 04 50 59, which no NPY file begins with (93 4e 55 4d 50 59).',
  },
  {
    input: 'NPY of complex numbers',
    data: npy('complex'),
    message:
      "npy/complex.npy, byte 10: the type is '<c8'; numbers are read: b1, u1, i1, u2, i2, i4, u4, i8, f4, f8. Save it with .astype('float32').",
  },
  { input: 'NPY of texts', data: npy('text'), message: "npy/text.npy, byte 10: the type is '<U1'; numbers are read" },
  {
    input: 'NPY in column order',
    data: npy('fortran-order'),
    message: 'npy/fortran-order.npy, byte 10: the values are in column order. Save it with numpy.ascontiguousarray.',
  },
  {
    input: 'NPY that is short',
    data: npy('short'),
    message:
      'npy/short.npy, byte 155: the header promises 4 x 2 values, which takes 160 bytes, and the file has 155. Copy it again.',
  },
  {
    input: 'NPY that ends in its header',
    data: npy('torn-header'),
    message: 'npy/torn-header.npy, byte 60: the file ends in its header. Copy it again.',
  },
  {
    input: 'NPY with unequal rows',
    data: npy('three-rows'),
    message: 'npy/targets.npy has 4 rows, and npy/three-rows.npy has 3.',
  },
  {
    input: 'NPY with NaN',
    data: npy('nan'),
    checked: false,
    message: "npy/nan.npy, [2, 1]: there is NaN, which training can't compute with.",
  },
  {
    input: 'a torn PNG',
    data: images('torn-png'),
    checked: false,
    message:
      /pictures\/torn-png\/cat\/2\.png breaks off after \d+ bytes, in the middle of the PNG data\. Copy it again, or take it out\./,
  },
  {
    input: 'a torn JPEG',
    data: images('torn-jpeg'),
    checked: false,
    message:
      /pictures\/torn-jpeg\/dog\/2\.jpg breaks off after \d+ bytes, in the middle of the JPEG data\. Copy it again, or take it out\./,
  },
  {
    input: 'a damaged PNG',
    data: images('damaged-png'),
    checked: false,
    message: /pictures\/damaged-png\/cat\/2\.png is a damaged PNG: .*\. Copy it again, or take it out\./,
  },
  {
    input: 'a damaged JPEG',
    data: images('damaged-jpeg'),
    checked: false,
    message: /pictures\/damaged-jpeg\/dog\/2\.jpg is a damaged JPEG: .*\. Copy it again, or take it out\./,
  },
  {
    input: 'a text named .png',
    data: images('text'),
    checked: false,
    message: 'pictures/text/dog/2.png is neither a PNG nor a JPEG, whatever its name says.',
  },
  {
    input: 'a picture without bytes',
    data: images('no-bytes'),
    checked: false,
    message: 'pictures/no-bytes/dog/2.png is empty.',
  },
  {
    input: 'an empty folder of pictures',
    data: images('empty'),
    message: 'pictures/empty has no folders. The pictures of each class stand in a folder of its name: cats/1.jpg, dogs/1.jpg.',
  },
  {
    input: 'a class without pictures',
    data: images('no-pictures'),
    message: 'pictures/no-pictures/dog has no pictures. PNG and JPEG files are read: .png, .jpg, .jpeg.',
  },
  {
    input: 'pictures of one class',
    data: images('one-class'),
    message: 'pictures/one-class has one class only, cat. There is nothing to tell apart: add a folder for another.',
  },
  { input: 'a file that is a folder', data: "csv('csv', { target: 'y' })", message: 'csv is a folder, not a file.' },
  {
    input: 'arrays of unequal length',
    data: 'arrays([[1, 2], [3, 4]], [0])',
    rule: 'data-settings',
    message: 'arrays: there are 2 rows of features and 1 of targets. Each row needs both.',
  },
];

/** Whatever else a command is given. */
export interface CommandCase extends Case {
  readonly args: readonly string[];
}

export const commandCases: readonly CommandCase[] = [
  { input: 'a model file that is not there', args: ['train', 'nothing.model.ts'], message: 'There is no file nothing.model.ts.' },
  {
    input: 'a number of epochs that is none',
    args: ['train', 'whole.model.ts', '--epochs', 'many'],
    message: "--epochs is a whole number of at least 1, but got 'many'.",
  },
  {
    input: 'an option that does not exist',
    args: ['train', 'whole.model.ts', '--epoch', '3'],
    message: 'modelwright train has no option --epoch. Did you mean --epochs?',
  },
];
