/**
 * A folder of pictures. All are decoded once when they are loaded, so that a damaged one is found before the training begins,
 * and kept at their new size up to a bound; those beyond it are read from their files again whenever they are needed.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { Parsed } from '../../ir/arguments';
import type { Column, Schema } from '../../ir/data';
import { readArguments } from '../arguments';
import { schemaOf, trainingOnly } from '../columns';
import { type Found, fileError, reasonOf } from '../files';
import { Memo, stamp } from '../memo';
import { decodePicture, PictureFault } from '../pictures/decode';
import { findClasses, listPictures, nameOf, type PictureFile } from '../pictures/folder';
import { channelsOf, resize } from '../pictures/resize';
import type { LoadedColumn, Source } from '../source';
import { classTarget } from '../targets';
import { images as spec } from './images.spec';

type Settings = Parsed<typeof spec.arguments>;

/** 1 GiB: 15,000 color pictures of 150 by 150. */
const MOST_KEPT = 2 ** 30;

const probed = new Memo<Schema>();

export const images: Source = {
  async schema(step, host) {
    const settings = readArguments(spec, step);
    const classes = findClasses(settings.path, host);
    return probed.get(`${classes.map(stamp).join('|')}|${JSON.stringify(settings)}`, async () => {
      const files = listPictures(classes, host);
      return schemaOf({
        ...described(settings, files),
        features: [imageColumn(settings)],
        targets: [labelColumn(classes, files)],
      });
    });
  },

  async load(step, host) {
    const settings = readArguments(spec, step);
    const classes = findClasses(settings.path, host);
    const files = listPictures(classes, host);
    const hash = createHash('sha256');
    const kept = await decodeAll(files, settings, ({ shown }, bytes) => hash.update(`${shown}\0`).update(bytes));
    return {
      ...described(settings, files),
      features: [pictureColumn(files, settings, kept)],
      targets: [labelColumn(classes, files)],
      fingerprint: hash.digest('hex'),
    };
  },
};

function described({ path }: Settings, { length }: readonly PictureFile[]): Pick<Schema, 'name' | 'rows' | 'splits'> {
  return { name: path, rows: length, splits: trainingOnly(length) };
}

const labelColumn = (classes: readonly Found[], files: readonly PictureFile[]): LoadedColumn =>
  classTarget(
    'label',
    Int32Array.from(files, ({ label }) => label),
    classes.map(nameOf),
  );

function imageColumn({ size: [height, width], colorMode }: Settings): Column {
  const shape = [height, width, channelsOf(colorMode)];
  return { name: 'image', shape, dtype: 'uint8', range: [0, 255], meaning: { kind: 'value' } };
}

const bytesOf = ({ size: [height, width], colorMode }: Settings): number => height * width * channelsOf(colorMode);

/** The first pictures, as many as are kept. */
async function decodeAll(
  files: readonly PictureFile[],
  settings: Settings,
  onRead: (file: PictureFile, bytes: Uint8Array) => void,
): Promise<Uint8Array> {
  const size = bytesOf(settings);
  const kept = new Uint8Array(Math.min(files.length, Math.floor(MOST_KEPT / size)) * size);
  for (const [row, file] of files.entries()) {
    const bytes = await readFile(file.path).catch((error) => {
      throw fileError(file, `can't be read: ${reasonOf(error)}`);
    });
    onRead(file, bytes);
    const pixels = decode(file, bytes, settings);
    if ((row + 1) * size <= kept.length) kept.set(pixels, row * size);
  }
  return kept;
}

function decode(file: PictureFile, bytes: Uint8Array, { size: [height, width], colorMode }: Settings): Uint8Array {
  try {
    return resize(decodePicture(bytes), height, width, colorMode);
  } catch (error) {
    throw error instanceof PictureFault ? fileError(file, error.what) : error;
  }
}

function pictureColumn(files: readonly PictureFile[], settings: Settings, kept: Uint8Array): LoadedColumn {
  const size = bytesOf(settings);
  const pixelsOf = (row: number): Uint8Array => {
    const start = row * size;
    if (start + size <= kept.length) return kept.subarray(start, start + size);
    const file = files[row];
    return file === undefined ? new Uint8Array(size) : decode(file, readAgain(file), settings);
  };
  return {
    ...imageColumn(settings),
    take(rows) {
      const pixels = new Uint8Array(rows.length * size);
      for (const [position, row] of rows.entries()) pixels.set(pixelsOf(row), position * size);
      return pixels;
    },
  };
}

function readAgain(file: PictureFile): Uint8Array {
  try {
    return readFileSync(file.path);
  } catch (error) {
    throw fileError(file, `can't be read any more: ${reasonOf(error)}`);
  }
}
