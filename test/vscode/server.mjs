// Starts VS Code's server, whose window a browser shows, with settings that make tests steady.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { obtainVscode } from './install.mjs';

/** Nothing in the way, and nothing that needs a network. */
const quiet = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'typescript.disableAutomaticTypeAcquisition': true,
  'json.schemaDownload.enable': false,
  'npm.fetchOnlinePackageInfo': false,
  'git.enabled': false,
  // As on the desktop; in a browser VS Code saves by itself.
  'files.autoSave': 'off',
};

/** Built-in extensions that only take time: sign-in, Git, debuggers, task runners. */
const skipped = [
  'GitHub.copilot-chat',
  'vscode.github',
  'vscode.github-authentication',
  'vscode.microsoft-authentication',
  'vscode.git',
  'vscode.git-base',
  'vscode.tunnel-forwarding',
  'vscode.emmet',
  'vscode.terminal-suggest',
  'ms-vscode.js-debug',
  'ms-vscode.js-debug-companion',
  'ms-vscode.vscode-js-profile-table',
  'vscode.merge-conflict',
  'vscode.debug-auto-launch',
  'vscode.grunt',
  'vscode.gulp',
  'vscode.jake',
  'vscode.mermaid-markdown-features',
];

/**
 * Starts the server on a free port of this machine; all it writes goes to a folder that is removed with it.
 * @param {object} [options]
 * @param {Record<string, unknown>} [options.settings] the user's, beside those above
 * @param {boolean} [options.trusted] false: every workspace opens in Restricted Mode
 * @param {string} [options.token] what the page's address must hold; absent: whoever reaches the port may use it
 * @param {Record<string, string>} [options.env] of the extension host
 * @param {string} [options.preload] a module that every process of VS Code reads first
 * @param {string} [options.installed] folder of the extensions that are installed; absent: none is
 */
export async function startServer({ settings = {}, trusted = true, token, env = {}, preload, installed } = {}) {
  const { node, server } = obtainVscode();
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-vscode-'));
  for (const name of ['user/User', 'tmp']) mkdirSync(join(folder, name), { recursive: true });
  const user = { ...quiet, ...(trusted ? { 'security.workspace.trust.enabled': false } : untrusted), ...settings };
  writeFileSync(join(folder, 'user', 'User', 'settings.json'), JSON.stringify(user, null, 2));

  const options = [
    ...['--host', '127.0.0.1', '--port', '0', '--accept-server-license-terms'],
    ...['--server-data-dir', join(folder, 'server'), '--user-data-dir', join(folder, 'user')],
    ...['--extensions-dir', installed ?? join(folder, 'extensions'), '--telemetry-level', 'off'],
    ...['--disable-telemetry', '--disable-getting-started-override', '--disable-update-check'],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token', token]),
    ...(trusted ? ['--disable-workspace-trust'] : []),
    // Without it the window takes no extension from a folder and runs no tests.
    '--enable-smoke-test-driver',
  ];
  const child = spawn(node, [...(preload === undefined ? [] : ['--require', preload]), server, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment(folder), ...env },
    // A process group of its own, to end its extension hosts and their language servers with it.
    detached: true,
  });
  const { port, unlisten } = await started(child, folder);
  return {
    port,
    pid: child.pid,
    /** The exit code, once it has ended by itself or by `stop`. */
    ended: new Promise((done) => child.once('exit', (code) => done(code ?? 1))),
    /** Of its settings and log files. */
    folder,
    async stop() {
      await end(child);
      unlisten();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const untrusted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

function environment(folder) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(npm_|ELECTRON_|VSCODE_|VITEST)/.test(name) && !['NODE_OPTIONS', 'NODE_ENV'].includes(name),
  );
  return {
    ...Object.fromEntries(inherited),
    XDG_RUNTIME_DIR: folder,
    TMPDIR: join(folder, 'tmp'),
    // No marketplace.
    EXTENSIONS_GALLERY: '{}',
    VSCODE_SKIP_BUILTIN_EXTENSIONS: skipped.join(','),
  };
}

/** The port, once the server listens; what this process leaves behind when it ends early is removed. */
async function started(child, folder) {
  const kill = () => {
    signal(child, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const leave = () => process.exit(130);
  process.once('exit', kill).once('SIGINT', leave).once('SIGTERM', leave).once('SIGHUP', leave);
  const unlisten = () => process.off('exit', kill).off('SIGINT', leave).off('SIGTERM', leave).off('SIGHUP', leave);
  let output = '';
  const port = await new Promise((listening, reject) => {
    const timer = setTimeout(() => reject(new Error(`VS Code's server did not start.\n${output}`)), 60_000);
    const read = (data) => {
      output = `${output}${data}`.slice(-10_000);
      const [, number] = /Extension host agent listening on (\d+)/.exec(output) ?? [];
      if (number === undefined) return;
      clearTimeout(timer);
      listening(Number(number));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', reject).once('exit', (code) => reject(new Error(`VS Code's server ended with ${code}.\n${output}`)));
  });
  return { port, unlisten };
}

async function end(child) {
  const ended = child.exitCode !== null || child.signalCode !== null;
  const exit = ended ? Promise.resolve() : new Promise((done) => child.once('exit', done));
  signal(child, 'SIGTERM');
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 3000);
  await exit;
  clearTimeout(timer);
  // Whatever of its group is left.
  signal(child, 'SIGKILL');
}

function signal({ pid }, name) {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * The address of a window.
 * @param {{ port: number }} server
 * @param {object} options
 * @param {string} options.folder the workspace
 * @param {readonly string[]} options.extensions folders of extensions to develop
 * @param {string} [options.tests] a module whose `run` is called in the extension host
 * @param {string} [options.token]
 */
export function addressOf({ port }, { folder, extensions, tests, token }) {
  const uri = (path) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...extensions.map((path) => ['extensionDevelopmentPath', uri(path)]),
    ...(tests === undefined ? [] : [['extensionTestsPath', uri(tests)]]),
  ];
  const query = new URLSearchParams({ folder: resolve(folder), payload: JSON.stringify(payload) });
  if (token !== undefined) query.set('tkn', token);
  return `http://127.0.0.1:${port}/?${query}`;
}
