/** The built-in digits: a gzipped table of 64 pixels and a label in every row. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Column, Schema } from '../../ir/data';
import { readArguments } from '../arguments';
import { inMemory, trainingOnly } from '../columns';
import { DataError } from '../error';
import { fingerprintOf } from '../fingerprint';
import type { Loaded, Source } from '../source';
import { digits as spec } from './digits.spec';

const ROWS = 1797;
const PIXELS = 64;

const image: Column = {
  name: 'image',
  shape: [8, 8, 1],
  dtype: 'float32',
  range: [0, 16],
  meaning: { kind: 'value' },
};

const digit: Column = {
  name: 'digit',
  shape: [],
  dtype: 'int32',
  range: [0, 9],
  meaning: { kind: 'class', classes: 10, names: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] },
};

const schema: Schema = {
  name: 'digits',
  rows: ROWS,
  features: [image],
  targets: [digit],
  splits: trainingOnly(ROWS),
};

export const digits: Source = {
  async schema(step) {
    readArguments(spec, step);
    return schema;
  },

  async load(_step, host): Promise<Loaded> {
    const path = join(host.builtinDir, 'digits', 'digits.csv.gz');
    const bytes = await readFile(path).catch(() => {
      throw new DataError('missing', `digits: ${path} is not there. Install Modelwright again.`);
    });
    const { pixels, labels } = parse(bytes, path);
    return {
      ...schema,
      features: [inMemory(image, pixels)],
      targets: [inMemory(digit, labels)],
      fingerprint: fingerprintOf([bytes]),
    };
  },
};

function parse(bytes: Uint8Array, path: string): { pixels: Float32Array; labels: Int32Array } {
  const values = numbers(bytes);
  if (values === undefined) {
    throw new DataError('missing', `digits: ${path} is damaged. Install Modelwright again.`);
  }
  const pixels = new Float32Array(ROWS * PIXELS);
  const labels = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const start = row * (PIXELS + 1);
    pixels.set(values.subarray(start, start + PIXELS), row * PIXELS);
    labels[row] = values[start + PIXELS] ?? 0;
  }
  return { pixels, labels };
}

/** Whole numbers between commas and line ends. */
function numbers(bytes: Uint8Array): Uint8Array | undefined {
  let text: Uint8Array;
  try {
    text = gunzipSync(bytes);
  } catch {
    return undefined;
  }
  const values = new Uint8Array(ROWS * (PIXELS + 1));
  let found = 0;
  let value = 0;
  for (const byte of text) {
    if (byte >= 48 && byte <= 57) value = value * 10 + byte - 48;
    else if (byte === 44 || byte === 10) {
      values[found++] = value;
      value = 0;
    }
  }
  return found === values.length ? values : undefined;
}
