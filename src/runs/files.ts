/** The two ways in which a run writes: whole files that appear at once, and files that only grow. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { onDisk } from './error';

interface WriteOptions {
  readonly durable?: boolean;
  /** Of the file, as `chmod` takes it. */
  readonly mode?: number;
}

/**
 * Writes beside the file, then renames: a reader sees the old content or the new one, never a part.
 * `durable` content is on the disk before it gets its name, so that even a power cut leaves the old or the new.
 */
export function writeWhole(path: string, content: string | Uint8Array, options: WriteOptions = {}): void {
  const partial = `${path}.tmp`;
  onDisk(path, () => {
    try {
      const file = openSync(partial, 'w', options.mode);
      try {
        writeAll(file, bytesOf(content));
        if (options.durable) fsyncSync(file);
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

export const writeJson = (path: string, value: unknown, options?: WriteOptions): void =>
  writeWhole(path, `${JSON.stringify(value, null, 2)}\n`, options);

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

  /** Waits until the disk has it all. */
  flush(): void {
    onDisk(this.path, () => fsyncSync(this.file));
  }

  close(): void {
    closeSync(this.file);
  }
}

const bytesOf = (content: string | Uint8Array): Uint8Array => (typeof content === 'string' ? Buffer.from(content) : content);

/** The system may take a part at a time, above all when the disk is nearly full. */
function writeAll(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
}
