/**
 * Runs the suites of `suite/` with Mocha inside VS Code's extension host, and says of each test what came of it. VS Code is the one
 * from npm; MODELWRIGHT_DESKTOP names the program of a desktop VS Code to take instead.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { desktop, vscode } from '../needs';
import type { Outcome } from './suite/index';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside the extension, to which VS Code counts whatever runs there.
const bundles = join(root, 'test-results/vscode/suite');

const canRun = vscode !== undefined || desktop !== undefined;
const { exitCode, outcomes } = canRun ? await runSuites() : { exitCode: 0, outcomes: [] };

describe('in the extension host', () => {
  test.skipIf(!canRun)('all tests ran [vscode]', () => {
    expect(outcomes.length).toBeGreaterThan(0);
    expect(exitCode).toBe(outcomes.some(({ error }) => error !== undefined) ? 1 : 0);
  });

  for (const { title, error } of outcomes) {
    test(title, () => {
      if (error !== undefined) throw new Error(error);
    });
  }
});

async function runSuites(): Promise<{ readonly exitCode: number; readonly outcomes: readonly Outcome[] }> {
  await build({
    absWorkingDir: root,
    entryPoints: ['test/vscode/suite/*.ts'],
    outdir: bundles,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
  });
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-suites-'));
  try {
    const workspace = join(folder, 'examples');
    for (const files of ['examples', 'test/fixtures/vscode']) cpSync(join(root, files), workspace, { recursive: true });
    const results = join(folder, 'outcomes.json');
    const exitCode = await runTests({
      vscodeExecutablePath: desktop ?? join(root, 'test/vscode/code.mjs'),
      extensionDevelopmentPath: root,
      extensionTestsPath: join(bundles, 'index.js'),
      extensionTestsEnv: { MODELWRIGHT_OUTCOMES: results },
      launchArgs: [workspace],
    }).catch(() => 1);
    return { exitCode, outcomes: existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
