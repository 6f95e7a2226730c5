/** `runtime.json`: what was installed, so that a file that is lost or cut off is found before it is loaded. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Device, RuntimePackage } from './runtime';

export interface RuntimeRecord {
  readonly v: 1;
  readonly device: Device;
  readonly package: RuntimePackage;
  /** Of the npm package. */
  readonly version: string;
  readonly tensorflow: string;
  readonly via: Route;
  /** ISO 8601. */
  readonly installed: string;
  readonly node: string;
  /** The binding and all libraries, by their path below the folder of `runtime.json`. */
  readonly files: readonly RecordedFile[];
}

/** `npm`: the package's own download; `wheel`: the library of the Python wheel, with the binding compiled for it. */
export type Route = 'npm' | 'wheel';

export interface RecordedFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

export const recordFile = (folder: string): string => join(folder, 'runtime.json');

export const writeRecord = (folder: string, record: RuntimeRecord): void =>
  writeFileSync(recordFile(folder), `${JSON.stringify(record, null, 2)}\n`);

/** Undefined where there is none that can be read. */
export function readRecord(folder: string): RuntimeRecord | undefined {
  try {
    const record: RuntimeRecord = JSON.parse(readFileSync(recordFile(folder), 'utf8'));
    return record.v === 1 && Array.isArray(record.files) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Of the npm package; undefined where its `package.json` is missing or damaged. */
export function packageVersion(folder: string): string | undefined {
  try {
    const { version }: { version?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Binding and libraries of the package in an install folder. Links lead to files that are counted themselves. */
export async function describeFiles(folder: string, packageFolder: string): Promise<RecordedFile[]> {
  const libraries = ['lib', 'deps'].flatMap((part) => {
    const root = join(packageFolder, part);
    const inside = existsSync(root) ? readdirSync(root, { recursive: true, encoding: 'utf8' }) : [];
    return inside.filter((name) => /\.(node|dll|dylib)$|\.so(\.|$)/.test(name)).map((name) => join(root, name));
  });
  const files: RecordedFile[] = [];
  for (const path of libraries.filter((one) => lstatSync(one).isFile()).sort()) {
    const name = relative(folder, path).split(sep).join('/');
    files.push({ path: name, size: statSync(path).size, sha256: await sha256Of(path) });
  }
  return files;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
