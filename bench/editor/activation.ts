/** What the extension costs before it is asked for anything: its bundle, and the CPU that loading it takes. */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { quantile } from './quantile';

export interface Activation {
  /** Kilobytes of each bundle. */
  readonly bundles: Readonly<Record<string, number>>;
  /** Milliseconds of CPU to load the extension's bundle and call \`activate\`, with an empty \`vscode\` around it. */
  readonly cpu: number;
}

/** Parts of the parser and of the engines, as their bundles have them: minifying keeps texts. */
const STRANGERS = ['Unterminated string literal', 'QuickJS', 'onnxruntime-node', 'glorotUniform'];

const RUNS = 15;

export function measureActivation(): Activation {
  const extension = readFileSync('dist/extension.js', 'utf8');
  const found = STRANGERS.filter((text) => extension.includes(text));
  if (found.length > 0) throw new Error(`The extension's bundle contains what it must not: ${found.join(', ')}`);
  const loads = Array.from({ length: RUNS }, loadOnce);
  const names = ['extension.js', 'server.js', 'sandbox.js', 'typescript.js', 'webview/preview.js'];
  return {
    bundles: Object.fromEntries(names.map((name) => [name, Math.round(statSync(resolve('dist', name)).size / 1024)])),
    cpu: quantile(loads, 0.5),
  };
}

/** In a process of its own, as it is in the extension host: nothing is compiled yet. */
function loadOnce(): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', PROGRAM], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.split('\n').find((line) => /^\w*Error:/.test(line)) ?? stderr);
  return Number(stdout);
}

/** Any name of \`vscode\` is a function, a class and an object at once. */
const PROGRAM = `
const anything = () => new Proxy(class {}, {
  get: (of, name) => (name === Symbol.toPrimitive ? () => '' : name === Symbol.iterator ? [][Symbol.iterator] : name === 'prototype' ? of.prototype : name === 'then' ? undefined : anything()),
  apply: () => anything(),
  construct: () => anything(),
});
const Module = require('node:module');
const load = Module._load;
const vscode = anything();
Module._load = (name, ...rest) => (name === 'vscode' ? vscode : load(name, ...rest));
const before = process.cpuUsage();
const extension = require('./dist/extension.js');
extension.activate({ extensionUri: anything(), subscriptions: [], workspaceState: anything(), globalState: anything() });
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
process.exit(0);
`;
