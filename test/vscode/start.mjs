// `npm start`: VS Code with the extension in it and the examples open. The desktop's where there is one, else VS Code from npm in
// the browser, until Ctrl-C.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addressOf, startServer } from './server.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const examples = join(root, 'examples');

/** Path of a VS Code that can open windows here. */
function findDesktop() {
  // The `code` of a remote terminal only hands files to the window that it belongs to.
  if (process.env.VSCODE_IPC_HOOK_CLI !== undefined) return undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (process.platform === 'darwin') folders.push('/Applications/Visual Studio Code.app/Contents/Resources/app/bin');
  const names = process.platform === 'win32' ? ['code.cmd', 'code-insiders.cmd'] : ['code', 'code-insiders'];
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

function startDesktop(program) {
  console.log(`Opening ${program}. After a build (npm run watch), reload its window.`);
  const shell = process.platform === 'win32';
  const quoted = (text) => (shell ? `"${text}"` : text);
  const options = ['--new-window', `--extensionDevelopmentPath=${root}`, examples].map(quoted);
  const { status, error } = spawnSync(quoted(program), options, { stdio: 'inherit', shell });
  if (error !== undefined) console.error(error.message);
  process.exitCode = status ?? 1;
}

async function startInBrowser() {
  const token = randomBytes(16).toString('hex');
  const server = await startServer({ token });
  const address = addressOf(server, { folder: examples, extensions: [root], token });
  console.log(
    `VS Code with Modelwright and the examples:\n\n  ${address}\n\nCtrl-C stops it. After a build (npm run watch), reload the page.`,
  );
  openBrowser(address);
  process.exitCode = await server.ended;
}

function openBrowser(address) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    // The address is printed too.
    .on('error', () => {})
    .unref();
}

const desktop = process.env.MODELWRIGHT_DESKTOP || findDesktop();
try {
  if (desktop === undefined) await startInBrowser();
  else startDesktop(desktop);
} catch ({ message }) {
  console.error(
    `VS Code did not start: ${message}. Install it from https://code.visualstudio.com, with its command code, and try again.`,
  );
  process.exitCode = 1;
}
