/** What is looked at before a training starts: the Node.js that runs it, and the folder of its run. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findNode } from '../../src/extension/training/node';
import { writeProblem } from '../../src/extension/training/writable';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelwright-start-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
  rmSync(folder, { recursive: true });
});

/** A program that says it is this version of Node.js. */
function program(version: string): string {
  const path = join(folder, 'node');
  writeFileSync(path, `#!/bin/sh\necho ${version}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** With nothing kept from before, and `path` first on the PATH. */
async function withPath(path: string): ReturnType<typeof findNode> {
  vi.resetModules();
  vi.stubEnv('PATH', path);
  return (await import('../../src/extension/training/node')).findNode('');
}

describe.skipIf(process.platform === 'win32')('the Node.js that trains', () => {
  const own = { command: process.execPath, env: { ELECTRON_RUN_AS_NODE: '1' } };

  test('is the one of the settings', async () => {
    expect(await findNode(process.execPath)).toEqual({ command: process.execPath, env: {} });
    await expect(findNode(join(folder, 'gone'))).rejects.toThrow(/can't be started. Correct the path/);
    await expect(findNode(program('v18.20.0'))).rejects.toThrow(/is v18\.20\.0, and a training needs 20 or later/);
  });

  test('is looked at again once it was wrong', async () => {
    await expect(findNode(join(folder, 'node'))).rejects.toThrow();
    expect(await findNode(program('v24.0.0'))).toEqual({ command: join(folder, 'node'), env: {} });
  });

  test('is else the one on the PATH, if it is new enough, or the one of VS Code', async () => {
    program('v22.1.0');
    expect(await withPath(`${folder}${delimiter}${process.env['PATH']}`)).toEqual({ command: 'node', env: {} });
    program('v18.20.0');
    expect(await withPath(`${folder}${delimiter}${process.env['PATH']}`)).toEqual(own);
    rmSync(join(folder, 'node'));
    expect(await withPath(folder)).toEqual(own);
  });
});

describe('the folder of the runs', () => {
  const runs = (): string => join(folder, '.modelwright/runs');

  test('need not be there', () => {
    expect(writeProblem(runs())).toBeUndefined();
    mkdirSync(runs(), { recursive: true });
    expect(writeProblem(runs())).toBeUndefined();
  });

  test('can be no file', () => {
    writeFileSync(join(folder, '.modelwright'), '');
    expect(writeProblem(runs())).toMatch(/\.modelwright is a file\. Rename/);
  });

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('is named where it can not be written [user]', () => {
    chmodSync(folder, 0o500);
    expect(writeProblem(runs())).toMatch(/permission is denied \(EACCES\)/);
    chmodSync(folder, 0o700);
  });
});
