import { basename } from 'node:path';
import type { Column, Schema } from '../../ir/data';
import { readArguments } from '../arguments';
import { inMemory, schemaOf, trainingOnly } from '../columns';
import { type Found, fileError, findFile } from '../files';
import { fingerprintOf } from '../fingerprint';
import { type Idx, type IdxHeader, readIdx, readIdxHeader } from '../idx';
import { Memo, stamp } from '../memo';
import type { DataHost, LoadedColumn, Source } from '../source';
import { classTarget } from '../targets';
import { idx as spec } from './idx.spec';

/** A file of images and the one of their labels. */
export interface IdxFiles {
  readonly images: Found;
  readonly labels: Found;
}

const probed = new Memo<Schema>();

export const idx: Source = {
  async schema(step, host) {
    const files = filesOf(readArguments(spec, step), host);
    return probed.get(`${stamp(files.images)}|${stamp(files.labels)}`, async () => {
      const images = await readIdxHeader(files.images);
      const labels = await readIdx(files.labels);
      requirePair(files, images, labels);
      return schemaOf({ ...described(files, images), features: [imageColumn(images)], targets: [labelColumn(labels)] });
    });
  },

  async load(step, host) {
    const files = filesOf(readArguments(spec, step), host);
    const { images, labels } = await readPair(files);
    return {
      ...described(files, images),
      features: [inMemory(imageColumn(images), images.values)],
      targets: [labelColumn(labels)],
      fingerprint: fingerprintOf([images.bytes, labels.bytes]),
    };
  },
};

const filesOf = (args: { readonly features: string; readonly targets: string }, host: DataHost): IdxFiles => ({
  images: findFile(args.features, 'features', host),
  labels: findFile(args.targets, 'targets', host),
});

export async function readPair(files: IdxFiles): Promise<{ readonly images: Idx; readonly labels: Idx }> {
  const [images, labels] = await Promise.all([readIdx(files.images), readIdx(files.labels)]);
  requirePair(files, images, labels);
  return { images, labels };
}

function requirePair({ images: file, labels: labelFile }: IdxFiles, { shape: [rows = 0] }: IdxHeader, labels: Idx): void {
  const [others, ...more] = labels.shape;
  if (more.length > 0)
    throw fileError(labelFile, `has ${labels.shape.length} axes, and labels have one. Are the files exchanged?`);
  if (rows !== others) throw fileError(labelFile, `has ${others} labels, and ${file.shown} has ${rows} images`);
}

function described({ images }: IdxFiles, { shape: [rows = 0] }: IdxHeader): Pick<Schema, 'name' | 'rows' | 'splits'> {
  return { name: basename(images.shown), rows, splits: trainingOnly(rows) };
}

function labelColumn({ values }: Idx): LoadedColumn {
  const classes = values.reduce((most, label) => Math.max(most, label), 0) + 1;
  return classTarget(
    'label',
    values,
    Array.from({ length: classes }, (_, label) => String(label)),
  );
}

/** Gray images get their channel axis, one number in every row its only axis. */
export function imageColumn({ shape: [, ...sizes] }: IdxHeader): Column {
  const shape = sizes.length === 2 ? [...sizes, 1] : sizes.length === 0 ? [1] : sizes;
  return { name: 'image', shape, dtype: 'uint8', range: [0, 255], meaning: { kind: 'value' } };
}
