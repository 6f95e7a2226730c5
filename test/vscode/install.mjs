// Real VS Code for tests and for `npm start`: its server and its window for browsers, as npm's code-server carries them, with the
// Node.js that they need. Installed once, from the npm registry alone: no compiler, no install scripts.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, keep, npm } from './cache.mjs';

const CODE_SERVER = '4.139.1';
const VSCODE = '1.139.1';
const NODE = '24.21.0';
/** Raised when this file makes something else of the same packages. */
const RECIPE = 1;

const NAME = `vscode-${VSCODE}-node-${NODE}-${RECIPE}`;
const platform = `${process.platform}-${process.arch}`;
const isSupported = ['linux-x64', 'linux-arm64'].includes(platform);

/** The Node.js and the script that start VS Code's server; undefined: not installed. */
export const findVscode = () => (existsSync(join(cache, NAME)) ? programs(join(cache, NAME)) : undefined);

/** As above, installed first where it is missing. Throws a message that says why that is impossible. */
export function obtainVscode() {
  if (!isSupported) throw new Error(`VS Code's server from npm runs on Linux with x64 or arm64, and this is ${platform}`);
  return programs(keep(NAME, install));
}

const programs = (folder) => ({
  node: join(folder, 'node_modules', `node-${platform}`, 'bin', 'node'),
  server: join(vscodeIn(folder), 'out', 'server-main.js'),
});

const vscodeIn = (folder) => join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

function install(folder) {
  console.log(`Installing VS Code ${VSCODE} from npm, 340 MB, once, into ${join(cache, NAME)} (half a minute) ...`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  npm(folder, 'install', '--save-exact', `code-server@${CODE_SERVER}`, `node-${platform}@${NODE}`);
  const vscode = vscodeIn(folder);
  dropDependencies(join(vscode, 'package.json'));
  npm(vscode, 'install', '--omit=dev');
  // TypeScript, for VS Code's own TypeScript extension.
  npm(join(vscode, 'extensions'), 'install', '--omit=dev');
  replaceNative(join(vscode, 'node_modules'));
  removeUnused(folder, vscode);

  const { node, server } = programs(folder);
  chmodSync(node, 0o755);
  chmodSync(join(vscode, 'node_modules', '@vscode', 'ripgrep-universal', 'bin', platform, 'rg'), 0o755);
  execFileSync(node, [server, '--version'], { stdio: 'ignore' });
}

/** Copilot, containers, Kerberos, Windows: large or native, and loaded only when they are used. */
const unused = [
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@devcontainers/cli',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/fs-copyfile',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

function dropDependencies(path) {
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  for (const name of unused) delete manifest.dependencies[name];
  writeFileSync(path, JSON.stringify(manifest, null, 2));
}

/** VS Code runs without the native halves of these two, but with a page of stack traces. */
function replaceNative(modules) {
  const replacements = { '@vscode/native-watchdog': WATCHDOG, '@vscode/spdlog': LOGGER };
  for (const [name, code] of Object.entries(replacements)) {
    const folder = join(modules, name);
    if (existsSync(join(folder, 'build', 'Release'))) continue;
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'index.js'), code);
  }
}

const WATCHDOG = `exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
`;

const LOGGER = `const { appendFileSync, mkdirSync } = require('fs');
const { dirname } = require('path');
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];
class Logger {
  level = 2;
  constructor(file) {
    this.file = file;
    mkdirSync(dirname(file), { recursive: true });
    levels.forEach((name, level) => { this[name] = (message) => this.write(level, name, message); });
  }
  write(level, name, message) {
    if (level < this.level) return;
    const line = this.plain ? message : new Date().toISOString() + ' [' + name + '] ' + message + '\\n';
    try { appendFileSync(this.file, line); } catch {}
  }
  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  clearFormatters() { this.plain = true; }
  setPattern() {}
  flush() {}
  drop() {}
}
exports.version = 0;
exports.setLevel = exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger(file);
`;

function removeUnused(folder, vscode) {
  const remove = (...path) => rmSync(join(...path), { recursive: true, force: true });
  for (const part of ['include', 'share', 'CHANGELOG.md']) remove(folder, 'node_modules', `node-${platform}`, part);
  for (const name of ['copilot', 'mermaid-markdown-features', 'microsoft-authentication']) remove(vscode, 'extensions', name);
  for (const part of ['third_party', 'deps']) remove(vscode, 'node_modules', 'node-pty', part);
  for (const binaries of ['node-pty/prebuilds', '@vscode/ripgrep-universal/bin']) {
    const place = join(vscode, 'node_modules', binaries);
    for (const entry of readdirSync(place)) if (entry !== platform) remove(place, entry);
  }
}

if (process.argv[1] === import.meta.filename) console.log(obtainVscode().server);
