/** MNIST and its followers: four IDX files in one folder, with rows for the test of their own. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Schema } from '../../ir/data';
import { readArguments } from '../arguments';
import { inMemory, schemaOf } from '../columns';
import { DataError } from '../error';
import { type Found, fileError, find, findFile } from '../files';
import { fingerprintOf } from '../fingerprint';
import { type IdxHeader, readIdxHeader } from '../idx';
import { Memo, stamp } from '../memo';
import type { DataHost, Source } from '../source';
import { classTarget } from '../targets';
import { type IdxFiles, imageColumn, readPair } from './idx';
import { mnist as digitsSpec, fashionMnist as fashionSpec } from './mnist.spec';

interface Collection {
  readonly spec: typeof digitsSpec;
  /** Its folder in a folder of data sets. */
  readonly folder: string;
  readonly classes: readonly string[];
  /** Goes on: `its four files into a folder`. */
  readonly howToGet: string;
}

const probed = new Memo<Schema>();

const collection = (set: Collection): Source => ({
  async schema(step, host) {
    const { train, test } = filesOf(set, readArguments(set.spec, step).folder, host);
    const all = [train.images, train.labels, test.images, test.labels];
    return probed.get([set.spec.op, ...all.map(stamp)].join('|'), async () => {
      const [images, tests] = [await readIdxHeader(train.images), await readIdxHeader(test.images)];
      const [features, targets] = [[imageColumn(images)], [labelColumn(set, new Uint8Array(0))]];
      return schemaOf({ ...described(set, images, tests), features, targets });
    });
  },

  async load(step, host) {
    const { train, test } = filesOf(set, readArguments(set.spec, step).folder, host);
    const [a, b] = await Promise.all([readPair(train), readPair(test)]);
    if (a.images.shape.slice(1).join() !== b.images.shape.slice(1).join()) {
      throw fileError(
        test.images,
        `has images of ${b.images.shape.slice(1).join('x')}, those for training are ${a.images.shape.slice(1).join('x')}`,
      );
    }
    for (const [files, { labels }] of [
      [train, a],
      [test, b],
    ] as const) {
      const at = labels.values.findIndex((label) => label >= set.classes.length);
      if (at >= 0)
        throw fileError(
          files.labels,
          `label ${labels.values[at]} has no class (0 to ${set.classes.length - 1})`,
          `byte ${labels.start + at}`,
        );
    }
    return {
      ...described(set, a.images, b.images),
      features: [inMemory(imageColumn(a.images), joined(a.images.values, b.images.values))],
      targets: [labelColumn(set, joined(a.labels.values, b.labels.values))],
      fingerprint: fingerprintOf([a, b].flatMap(({ images, labels }) => [images.bytes, labels.bytes])),
    };
  },
});

function described({ spec }: Collection, { shape: [train = 0] }: IdxHeader, { shape: [test = 0] }: IdxHeader) {
  return { name: spec.op, rows: train + test, splits: { train, validation: 0, test } };
}

const labelColumn = ({ classes }: Collection, labels: Uint8Array) => classTarget('label', labels, classes);

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

function filesOf(set: Collection, folder: string | null, host: DataHost): { readonly train: IdxFiles; readonly test: IdxFiles } {
  const [path, from] = folder === null ? lookFor(set, host) : [folder, host];
  if (!find(path, 'folder', from).stats.isDirectory()) throw new DataError('file', `${path} is not a folder.`, 'folder');
  const pair = (part: string): IdxFiles => ({
    images: fileIn(path, `${part}-images-idx3-ubyte`, from),
    labels: fileIn(path, `${part}-labels-idx1-ubyte`, from),
  });
  return { train: pair('train'), test: pair('t10k') };
}

/** The folders where data sets are kept may lie outside the workspace: which files are read there is not the model file's choice. */
function lookFor({ spec, folder, howToGet }: Collection, host: DataHost): [string, DataHost] {
  const path = host.collections.map((parent) => join(parent, folder)).find((candidate) => existsSync(candidate));
  if (path === undefined) {
    const files = `its four files into a folder and name it, as ${spec.op}('data/${folder}'), or set MODELWRIGHT_DATA to the folder around ${folder}/.`;
    throw new DataError('missing', `The files of ${spec.op}() are not there. ${howToGet} ${files}`);
  }
  return [path, { ...host, readable: host.collections }];
}

/** With or without `.gz`. */
function fileIn(folder: string, name: string, host: DataHost): Found {
  try {
    return findFile(`${folder}/${name}.gz`, 'folder', host);
  } catch (error) {
    if (!(error instanceof DataError) || error.kind !== 'missing') throw error;
    return findFile(`${folder}/${name}`, 'folder', host);
  }
}

export const mnist = collection({
  spec: digitsSpec,
  folder: 'mnist',
  classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
  howToGet: 'Put',
});

export const fashionMnist = collection({
  spec: fashionSpec,
  folder: 'fashion-mnist',
  classes: ['T-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle boot'],
  howToGet: 'On Debian and Ubuntu: apt install dataset-fashion-mnist. Elsewhere, put',
});
