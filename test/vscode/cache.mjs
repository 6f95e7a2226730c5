// Keeps what some tests need and what is too large for the clone, in a folder outside it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const caches = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');

export const cache = process.env.MODELWRIGHT_VSCODE || join(caches, 'modelwright', 'vscode-under-test');

/**
 * The folder `name` of the cache. What is missing is made by `make(folder)` beside its place and moved there when it is whole,
 * so that an interrupted installation leaves nothing that looks like a finished one. `name` holds the versions.
 */
export function keep(name, make) {
  mkdirSync(cache, { recursive: true });
  removeAbandoned();
  const place = join(cache, name);
  if (existsSync(place)) return place;
  const part = `${place}.${process.pid}.part`;
  try {
    mkdirSync(part);
    make(part);
    renameSync(part, place);
  } catch (error) {
    // Another process was quicker.
    if (!existsSync(place)) throw error;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return place;
}

function removeAbandoned() {
  for (const entry of readdirSync(cache)) {
    const [, pid] = /\.(\d+)\.part$/.exec(entry) ?? [];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(cache, entry), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** npm, with none of the settings that an `npm test` around it hands down, and without running anyone's install scripts. */
export function npm(folder, ...args) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')));
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  execFileSync('npm', [...args, ...quiet], { cwd: folder, env, stdio: 'inherit' });
}
