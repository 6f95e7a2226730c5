/** A folder with one folder of pictures for each class. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../error';
import { type Found, fileError, find, reasonOf, shownIn } from '../files';
import type { DataHost } from '../source';

export interface PictureFile {
  /** Absolute. */
  readonly path: string;
  /** As the user knows it. */
  readonly shown: string;
  readonly argument: string;
  /** Position of its class. */
  readonly label: number;
}

/** The folders of the classes, in the order of their names. Throws a `DataError` where there are none. */
export function findClasses(path: string, host: DataHost): Found[] {
  const root = find(path, 'path', host);
  if (!root.stats.isDirectory()) throw fileError(root, 'is not a folder');
  const classes = entriesOf(root)
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => find(shownIn(root, name), 'path', host))
    .filter(({ stats }) => stats.isDirectory());
  if (classes.length === 0) {
    throw fileError(root, 'has no folders. The pictures of each class stand in a folder of its name: cats/1.jpg, dogs/1.jpg');
  }
  if (classes.length === 1) {
    throw fileError(root, `has one class only, ${nameOf(classes[0])}. There is nothing to tell apart: add a folder for another`);
  }
  return classes;
}

/** Class by class, in the order of their names. Throws a `DataError` where a class has none. */
export function listPictures(classes: readonly Found[], host: DataHost): PictureFile[] {
  return classes.flatMap((folder, label) => {
    const pictures = entriesOf(folder)
      .filter((entry) => PICTURE.test(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
      .map((entry): PictureFile => {
        const shown = shownIn(folder, entry.name);
        const path = entry.isFile() ? join(folder.path, entry.name) : find(shown, folder.argument, host).path;
        return { path, shown, argument: folder.argument, label };
      });
    if (pictures.length === 0) throw fileError(folder, 'has no pictures. PNG and JPEG files are read: .png, .jpg, .jpeg');
    return pictures;
  });
}

const PICTURE = /\.(png|jpe?g)$/i;

export const nameOf = (folder: Pick<Found, 'shown'> | undefined): string => folder?.shown.split('/').at(-1) ?? '';

/** Hidden ones left out: tools put them there. */
function entriesOf(folder: Found) {
  try {
    return readdirSync(folder.path, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new DataError('file', `${folder.shown} can't be read: ${reasonOf(error)}.`, folder.argument);
  }
}
