/** Folders as a runtime's package has them, with files that hold only text: what is not loaded need not be a library. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { RuntimePackage } from '../../src/runtimes/runtime';

export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), 'modelwright-runtime-'));

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
