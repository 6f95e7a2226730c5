/** The two ways in which a run writes: whole files that appear at once, and files that only grow. */
import {
  closeSync,
  fstatSync,
  fsync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { onDisk, onDiskLater, RunError } from './error';

interface WriteOptions {
  /** Of the file, as `chmod` takes it. */
  readonly mode?: number;
}

/** Writes beside the file, then renames: a reader sees the old content or the new one, never a part. */
export function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const partial = partialOf(path);
  onDisk(path, () => {
    try {
      const file = openSync(partial, 'w', options.mode);
      try {
        writeAll(file, bytesOf(content));
      } finally {
        closeSync(file);
      }
      renameSync(partial, path);
    } catch (error) {
      rmSync(partial, { force: true });
      throw error;
    }
  });
}

/**
 * The same while the process goes on with other things. The content is on the disk before it gets its name, so that even a power
 * cut leaves the old or the new.
 */
export function writeDurably(path: string, content: Uint8Array): Promise<void> {
  const partial = partialOf(path);
  return onDiskLater(path, async () => {
    try {
      const file = await open(partial, 'w');
      try {
        await file.writeFile(content);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { force: true }).catch(() => {});
      throw error;
    }
  });
}

/** What a process left that was killed in the middle of it. */
export const discardPartial = (path: string): void => onDisk(path, () => rmSync(partialOf(path), { force: true }));

const partialOf = (path: string): string => `${path}.tmp`;

export const writeJson = (path: string, value: unknown, options?: WriteOptions): void => writeWhole(path, textOf(value), options);

const textOf = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** As `writeJson`, and where the disk has no room for a second file, into the one that is there. */
export function writeJsonSomehow(path: string, value: unknown): void {
  try {
    writeJson(path, value);
  } catch (error) {
    if (!(error instanceof RunError && error.kind === 'disk-full')) throw error;
    overwrite(path, textOf(value), error);
  }
}

/**
 * Uses the room that the file has. Its first byte is no JSON until all else is written, so that nobody takes a part of the old
 * and a part of the new for the whole. Throws `refusal` where there is no room either; the old content is there again then.
 */
function overwrite(path: string, text: string, refusal: RunError): void {
  const old = onDisk(path, () => readFileSync(path));
  // Spaces take the place of what was longer before.
  const bytes = Buffer.from(text.padEnd(old.length));
  const file = onDisk(path, () => openSync(path, 'r+'));
  try {
    writeSync(file, '!', 0);
    for (let done = 1; done < bytes.length; ) done += writeSync(file, bytes, done, bytes.length - done, done);
    writeSync(file, bytes, 0, 1, 0);
  } catch {
    ftruncateSync(file, old.length);
    writeSync(file, old, 0, old.length, 0);
    throw refusal;
  } finally {
    closeSync(file);
  }
}

/** A run may come from anybody, and a link in it lead to a device or a pipe that never ends. */
export function readWhole(path: string): Buffer {
  if (!statSync(path).isFile()) throw Object.assign(new Error(`${path} is no file.`), { code: 'EINVAL' });
  return readFileSync(path);
}

/** A file that grows by whole records. What does not fit on the disk leaves nothing behind. */
export class AppendFile {
  private readonly file: number;
  private size: number;

  constructor(readonly path: string) {
    this.file = onDisk(path, () => openSync(path, 'a'));
    this.size = onDisk(path, () => fstatSync(this.file).size);
  }

  append(records: string | Uint8Array): void {
    const bytes = bytesOf(records);
    onDisk(this.path, () => {
      try {
        writeAll(this.file, bytes);
      } catch (error) {
        ftruncateSync(this.file, this.size);
        throw error;
      }
    });
    this.size += bytes.length;
  }

  /** Until the disk has all that was appended. */
  flush(): Promise<void> {
    return onDiskLater(this.path, () => synchronize(this.file));
  }

  close(): void {
    closeSync(this.file);
  }
}

const synchronize = promisify(fsync);

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : content);

/** The system may take a part at a time, above all when the disk is nearly full. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
