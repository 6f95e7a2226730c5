/** Runs the suites of `suite/` with Mocha inside VS Code's extension host. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { desktop } from '../needs';
import type { Outcome } from './suite/index';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Inside the extension, to which VS Code counts whatever runs there.
const bundles = join(root, 'test-results/vscode/suite');

/** With `installed`, a folder of installed extensions, the suites meet Modelwright there, otherwise that of the repository. */
export async function runSuites(
  installed?: string,
): Promise<{ readonly exitCode: number; readonly outcomes: readonly Outcome[] }> {
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
  // VS Code runs tests for an extension in development only: this one is nothing but the suites.
  const driver = { name: 'suites', publisher: 'modelwright', version: '0.0.0', engines: { vscode: '*' } };
  writeFileSync(join(bundles, 'package.json'), JSON.stringify(driver));
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-suites-'));
  try {
    const workspace = join(folder, 'examples');
    for (const files of ['examples', 'test/fixtures/vscode']) cpSync(join(root, files), workspace, { recursive: true });
    const results = join(folder, 'outcomes.json');
    const exitCode = await runTests({
      vscodeExecutablePath: desktop ?? join(root, 'test/vscode/code.mjs'),
      extensionDevelopmentPath: installed === undefined ? root : bundles,
      extensionTestsPath: join(bundles, 'index.js'),
      extensionTestsEnv: { MODELWRIGHT_OUTCOMES: results },
      launchArgs: [workspace, `--extensions-dir=${installed ?? join(folder, 'extensions')}`],
    }).catch(() => 1);
    return { exitCode, outcomes: existsSync(results) ? JSON.parse(readFileSync(results, 'utf8')) : [] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
