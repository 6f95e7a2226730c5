// Everything that `npm test` runs, one stage after the other; ends with a line `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { obtainChromium } from './vscode/chromium.mjs';
import { obtainVscode } from './vscode/install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = `${root}test-results/`;

/** Why a test with `[name]` in its title did not run here. */
const reasons = {
  linux: 'needs Linux',
  tmpfs: 'needs a user who may mount a small file system: root on Linux',
  user: 'needs an ordinary user: the superuser may write anywhere',
  'fashion-mnist': 'needs the pictures of Fashion-MNIST: apt install dataset-fashion-mnist, or MODELWRIGHT_DATA',
  tensorflow: 'needs a TensorFlow runtime: `npx modelwright runtime install`',
  python: 'needs Python with the packages of test/python/requirements.txt: `npm run python` makes them',
  browser: 'needs Chromium: apt install chromium, or MODELWRIGHT_CHROMIUM with its path; `npm test` gets it from npm on Linux',
  vscode: 'needs Chromium, and VS Code from npm, which `npm test` installs on Linux',
};

const quick = process.argv.includes('--quick');

const interpreters = ['.venv/bin/python', '.venv/Scripts/python.exe'].map((path) => `${root}${path}`);
const python = process.env.MODELWRIGHT_PYTHON ?? interpreters.find((path) => existsSync(path));
const tensorflow = process.env.MODELWRIGHT_TENSORFLOW ?? installedTensorflow();
const env = {
  ...process.env,
  ...(python === undefined ? {} : { MODELWRIGHT_PYTHON: python }),
  ...(tensorflow === undefined ? {} : { MODELWRIGHT_TENSORFLOW: tensorflow }),
};

let passed = 0;
const skipped = [];
/** What failed, and how: told once more at the end, since the output before it is long and often cut off. */
const failures = [];

/** The binding of the runtime that trainings would use here; undefined without one, and where it could not be asked. */
function installedTensorflow() {
  const node = (...args) => spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  if (node('esbuild.mjs').status !== 0) return undefined;
  const { status, stdout } = node('dist/cli.js', 'runtime', 'list', '--json');
  return status === 0 ? JSON.parse(stdout).runtimes.find(({ broken }) => broken === undefined)?.binding : undefined;
}

/** Runs a tool of node_modules without a package manager in between. */
function start(title, tool, args) {
  console.log(`\n── ${title}`);
  const { status } = spawnSync(process.execPath, [`${root}node_modules/${tool}`, ...args], { cwd: root, env, stdio: 'inherit' });
  return status === 0;
}

function gate(title, tool, ...args) {
  if (start(title, tool, args)) passed += 1;
  else fail(title);
}

function fail(name, message = '') {
  failures.push([name, ...message.split('\n', 12)].join('\n    ').trimEnd());
}

function suite(title, config) {
  const report = `${results}${title.replaceAll(' ', '-')}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const ok = start(title, 'vitest/vitest.mjs', ['run', '--config', config, ...reporters]);
  if (!existsSync(report)) {
    fail(title);
    return;
  }
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const failuresBefore = failures.length;
  passed += numPassedTests;
  for (const { name, status, message, assertionResults } of testResults) {
    const failedTests = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName, failureMessages } of failedTests) fail(fullName, failureMessages[0]);
    // A file that could not be loaded fails without a failed test.
    if (status === 'failed' && failedTests.length === 0) fail(name, message);
    skipped.push(
      ...assertionResults.filter((test) => test.status !== 'passed' && test.status !== 'failed').map(({ fullName }) => fullName),
    );
  }
  if (!ok && failures.length === failuresBefore) fail(title, 'An error outside of its tests.');
}

/** Installs what some tests need. Where it can't be had, they are skipped for that reason, or fail if it is required. */
function provide(name, obtain) {
  try {
    obtain();
  } catch ({ message }) {
    reasons[name] = message;
    console.log(`No ${name}: ${message}`);
  }
}

rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

// Before the unit tests, of which those of the webviews run in a browser.
if (!quick) {
  provide('browser', obtainChromium);
  provide('vscode', obtainVscode);
}

gate('types', 'typescript/bin/tsc', '-p', '.');
gate('types of the webviews', 'typescript/bin/tsc', '-p', 'webview');
gate('lint and format', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings');
gate('unused code', 'knip/bin/knip.js');
suite('unit tests', 'test/vitest.config.ts');
if (!quick) {
  suite('process tests', 'test/vitest.process.config.ts');
  suite('editor tests', 'test/vitest.vscode.config.ts');
}

if (skipped.length > 0) console.log('\nNot run here:');
for (const name of skipped) {
  const [, need] = /\[([\w-]+)\]/.exec(name) ?? [];
  const reason = reasons[need];
  // A test may only be skipped for a reason that is known and told.
  if (reason === undefined) fail(name, 'Skipped without a reason.');
  console.log(`  ${name}: ${reason ?? 'skipped without a reason, which counts as failed'}`);
}

if (failures.length > 0) console.log('\nFailed:');
for (const failure of failures) console.log(`  ${failure}`);

console.log(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length === 0 ? 0 : 1;
