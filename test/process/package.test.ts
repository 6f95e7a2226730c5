/** What `npm pack` packs works in a folder that has nothing else. */
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, example, root } from './cli';

const folder = mkdtempSync(join(tmpdir(), 'modelwright-package-'));
const app = join(folder, 'app');
const npx = (...args: string[]) => command('npx', ['--no-install', ...args], { cwd: app });

beforeAll(async () => {
  const packed = await command('npm', ['pack', '--ignore-scripts', '--pack-destination', folder]);
  expect(packed.code, packed.stderr).toBe(0);
  const [tarball = ''] = readdirSync(folder);
  cpSync(example('digits.model.ts'), join(app, 'digits.model.ts'));
  // The processor needs none of the files that onnxruntime-node would download.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const installed = await command('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], { cwd: app, env });
  expect(installed.code, installed.stderr).toBe(0);
}, 300_000);

describe('the packed package, installed in an empty folder', () => {
  it('has the programs of the command line, and none of the editor', () => {
    const files = readdirSync(join(app, 'node_modules/modelwright/dist'));
    expect(files).toEqual(expect.arrayContaining(['cli.js', 'sandbox.js', 'typescript.js', 'modelwright.d.ts', 'rules', 'data']));
    expect(files.filter((file) => /extension|client|server|webview|\.map$/.test(file))).toEqual([]);
  });

  it('trains a copied example', async () => {
    const { code, stdout, stderr } = await npx('modelwright', 'train', 'digits.model.ts', '--epochs', '3');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/\ntest accuracy 0\.\d{3}\n/);
  });

  it('gives TypeScript the types', async () => {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    for (const module of [
      ['--module', 'nodenext'],
      ['--module', 'esnext', '--moduleResolution', 'bundler'],
    ]) {
      const args = [compiler, '--noEmit', '--strict', '--target', 'es2023', ...module, 'digits.model.ts'];
      expect(await command(process.execPath, args, { cwd: app })).toMatchObject({ code: 0, stdout: '' });
    }
  });

  it('says what to set where onnxruntime-node could not be installed', async () => {
    rmSync(join(app, 'node_modules/onnxruntime-node'), { recursive: true });
    expect((await npx('modelwright', 'check', 'digits.model.ts')).code).toBe(0);
    const { code, stdout, stderr } = await npx('modelwright', 'train', 'digits.model.ts');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error .*onnxruntime-node can't be loaded: Cannot find module 'onnxruntime-node'\./);
    expect(stderr).toMatch(/Install it again: .*`onnxruntime-node-install=skip` into \.npmrc/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});
