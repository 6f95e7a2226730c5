// The Chromium in which webviews and VS Code's window are tested.
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, keep, npm } from './cache.mjs';

/** The last one that runs on Node.js 20. */
const VERSION = '147.0.0';
const NAME = `chromium-${VERSION}`;

const places = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
  ],
};

/** Path of the executable that is here; undefined: there is none. MODELWRIGHT_CHROMIUM names another, or `npm` for the one from npm. */
export function findChromium() {
  const own = process.env.MODELWRIGHT_CHROMIUM;
  const known = [...(places[process.platform] ?? []), join(cache, NAME, 'start')];
  if (own === 'npm') return known.slice(-1).find((path) => existsSync(path));
  return own || known.find((path) => existsSync(path));
}

/** As above; one from npm is put into the cache where there is none. Throws a message that says why that is impossible. */
export function obtainChromium() {
  const found = findChromium();
  if (found !== undefined) return found;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('there is no Chromium here: install Chrome or Chromium, or set MODELWRIGHT_CHROMIUM to its executable');
  }
  return join(keep(NAME, install), 'start');
}

function install(folder) {
  console.log(`Installing Chromium ${VERSION} from npm, 250 MB, once, into ${join(cache, NAME)} ...`);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true }));
  npm(folder, 'install', `@sparticuz/chromium@${VERSION}`);
  // It unpacks itself into the folder for temporary files; the libraries it needs come along only where it takes this for AWS.
  const unpack = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
  const env = { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };
  execFileSync(process.execPath, ['-e', unpack], { cwd: folder, env, stdio: 'inherit' });
  rmSync(join(folder, 'node_modules'), { recursive: true });
  writeFileSync(join(folder, 'fonts', 'fonts.conf'), FONTS);
  writeFileSync(join(folder, 'start'), START, { mode: 0o755 });
}

/** Its own libraries and its one font are for machines without any. */
const START = `#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="/usr/lib/x86_64-linux-gnu:/usr/lib64:$here/al2023/lib"
[ -n "$(ls /usr/share/fonts 2> /dev/null)" ] || export FONTCONFIG_FILE="$here/fonts/fonts.conf"
exec "$here/chromium" "$@"
`;

const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`;

/** Starts the executable `path` without what would make pictures and timings unsteady. */
export async function launchChromium(path) {
  const { chromium } = await import('playwright-core');
  const background = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb', ...background],
  });
}

if (process.argv[1] === import.meta.filename) console.log(obtainChromium());
