/** Folders as a runtime's package has them, with files that hold only text: what is not loaded need not be a library. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RuntimePackage } from '../../src/runtimes/runtime';

const made: string[] = [];

export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-runtime-'));
  made.push(folder);
  return folder;
}

/** A runtime is large where its files can't be shared. */
export function removeFolders(): void {
  for (const folder of made.splice(0)) {
    // Some were closed to the user who runs the tests.
    chmodSync(folder, 0o755);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Puts the package into `node_modules` below `folder`, and gives its folder. */
export function putPackage(folder: string, name: RuntimePackage, files: readonly string[]): string {
  const place = join(folder, 'node_modules', name);
  for (const [path, text] of [['package.json', '{"version":"4.22.0"}'], ...files.map((path) => [path, path])] as const) {
    const full = join(place, path ?? '');
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, text ?? '');
  }
  return place;
}

export const BINDING = 'lib/napi-v8/tfjs_binding.node';
