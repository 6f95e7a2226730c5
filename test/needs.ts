/**
 * What some tests need beside Node.js. A test says so in its name, `[python]`, and is skipped where the thing is missing;
 * `npm test` then names it with the reason. Where MODELWRIGHT_REQUIRE lists the thing, it must be there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './vscode/chromium.mjs';
import { findVscode } from './vscode/install.mjs';

const required = (process.env.MODELWRIGHT_REQUIRE ?? '').split(',').map((name) => name.trim());

function need<T>(name: string, value: T | undefined): T | undefined {
  if (value === undefined && required.includes(name)) throw new Error(`MODELWRIGHT_REQUIRE names ${name}, which is not here.`);
  return value;
}

/** The folder of Fashion-MNIST's four files. */
export const fashionMnist = need(
  'fashion-mnist',
  [process.env.MODELWRIGHT_DATA, '/usr/share/datasets']
    .flatMap((folder) => (folder ? [join(folder, 'fashion-mnist')] : []))
    .find((folder) => existsSync(folder)),
);

/** The interpreter with the packages of test/python/requirements.txt. */
export const python = need('python', process.env.MODELWRIGHT_PYTHON || undefined);

/** Path of the `tfjs_binding.node` that tests compute with. */
export const tensorflow = need('tensorflow', process.env.MODELWRIGHT_TENSORFLOW || undefined);

/** Path of the Chromium in which webviews are tested. */
export const browser = need('browser', findChromium());

/** VS Code from npm, whose window is a page in that Chromium. */
export const vscode = need('vscode', browser === undefined ? undefined : findVscode());

/** The program of a desktop VS Code to test in as well. */
export const desktop = process.env.MODELWRIGHT_DESKTOP || undefined;

/** Puts a small file system into a folder; undefined where this user may not, as everywhere but for root on Linux. */
export const mountSmall = need('tmpfs', mayMount() ? mountTmpfs : undefined);

function mountTmpfs(folder: string, kilobytes: number): { unmount(): void } {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder], { stdio: 'ignore' });
  return { unmount: () => void execFileSync('umount', ['-l', folder], { stdio: 'ignore' }) };
}

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-mount-'));
  try {
    mountTmpfs(folder, 64).unmount();
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}
