/** Files that a model file names: found inside the folders that may be read, and read as bytes, gzip unpacked. */
import { realpathSync, type Stats, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { DataError } from './error';
import type { DataHost } from './source';

/** A file or folder that is there and may be read. */
export interface Found {
  /** Absolute, without links. */
  readonly path: string;
  /** As the user knows it. */
  readonly shown: string;
  readonly stats: Stats;
  /** The argument that names it. */
  readonly argument: string;
}

/** Throws a `DataError` of kind `outside` or `missing`. What is outside is refused alike whether it is there or not. */
export function find(path: string, argument: string, host: DataHost): Found {
  const target = resolve(host.baseDir, path);
  const real = realPath(target);
  if (!isWithin(target, host.readable)) {
    const isLink = isInside(target, [...host.readable, ...host.readable.flatMap((root) => realPath(root) ?? [])]);
    const what = isLink ? 'is a link to a place outside the workspace folder' : 'is outside the workspace folder';
    throw new DataError(
      'outside',
      `${path} ${what}, and a model file reads nothing there. Move the data into the workspace, or set MODELWRIGHT_DATA to their folder.`,
      argument,
    );
  }
  if (real === undefined) {
    throw new DataError('missing', `${path} is not there. Paths start at the folder of the model file.`, argument);
  }
  return { path: real, shown: path, stats: statSync(real), argument };
}

/** Whether a place, there or not, is below one of these folders once all links are followed. */
export const isWithin = (target: string, folders: readonly string[]): boolean =>
  isInside(
    realPath(target) ?? realAncestor(target),
    folders.flatMap((folder) => realPath(folder) ?? []),
  );

/** The same, but it must be a file. */
export function findFile(path: string, argument: string, host: DataHost): Found {
  const found = find(path, argument, host);
  if (!found.stats.isFile()) throw fileError(found, found.stats.isDirectory() ? 'is a folder, not a file' : 'is not a file');
  return found;
}

/** "data/iris.csv is empty." `place` reads as in "data/iris.csv, line 7: ...". */
export const fileError = ({ shown, argument }: Pick<Found, 'shown' | 'argument'>, what: string, place?: string): DataError =>
  new DataError('file', place === undefined ? `${shown} ${what}.` : `${shown}, ${place}: ${what}.`, argument);

/** The whole file, unpacked. */
export async function readWhole(file: Found): Promise<Uint8Array> {
  const bytes = await readFile(file.path).catch((error) => {
    throw fileError(file, `can't be read: ${reasonOf(error)}`);
  });
  return isGzip(bytes) ? unpack(file, bytes) : bytes;
}

/** At most the first `most` bytes, unpacked; `share` of the file they are, 1 for all of it. */
export async function readStart(file: Found, most: number): Promise<{ readonly bytes: Uint8Array; readonly share: number }> {
  const { size } = file.stats;
  const bytes = Buffer.alloc(Math.min(size, most));
  const handle = await open(file.path).catch((error) => {
    throw fileError(file, `can't be read: ${reasonOf(error)}`);
  });
  try {
    await handle.read(bytes, 0, bytes.length, 0);
  } finally {
    await handle.close();
  }
  const share = size > bytes.length ? bytes.length / size : 1;
  if (!isGzip(bytes)) return { bytes, share };
  const start = await unpackStart(file, bytes, most, share === 1);
  return { bytes: start.bytes, share: share * start.share };
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What Node.js can hold in one piece everywhere. */
const MOST_UNPACKED = 2 ** 31 - 1;

function unpack(file: Found, bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED });
  } catch (error) {
    throw gzipError(file, error, bytes.length);
  }
}

/** Stops after `most` bytes, whatever a small file would unpack to. */
async function unpackStart(file: Found, packed: Uint8Array, most: number, isAll: boolean) {
  const gunzip = createGunzip(isAll ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(packed);
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of gunzip) {
      parts.push(part);
      length += part.length;
      if (length >= most) break;
    }
  } catch (error) {
    throw gzipError(file, error, packed.length);
  }
  const used = gunzip.bytesWritten;
  return { bytes: Buffer.concat(parts).subarray(0, most), share: length >= most ? Math.min(0.999, used / packed.length) : 1 };
}

function gzipError(file: Found, error: unknown, length: number): DataError {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR')
    return fileError(file, `breaks off after ${length} bytes, in the middle of its gzip data. Copy it again`);
  if (code === 'ERR_BUFFER_TOO_LARGE')
    return fileError(file, 'unpacks to more than 2 GiB, which is more than can be read at once');
  return fileError(file, `is damaged: ${reasonOf(error)} in its gzip data. Copy it again`);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);

/** `EACCES: permission denied`, without the call and the path that Node.js adds. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/,? (open|read|stat|scandir) '.*$/, '') : String(error);

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** The nearest folder above that is there. */
function realAncestor(path: string): string {
  const parent = dirname(path);
  return realPath(parent) ?? (parent === path ? path : realAncestor(parent));
}

const isInside = (path: string, roots: readonly string[]): boolean =>
  roots.some((root) => {
    const way = relative(root, path);
    return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
  });

/** `data/cats` + `1.png` as the user knows it. */
export const shownIn = (folder: Found, name: string): string => join(folder.shown, name).replaceAll(sep, '/');
