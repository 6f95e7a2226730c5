// Installs what package-lock.json names, unless that is what node_modules already holds. Needs only Node.js and npm.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modified = (path) => statSync(`${root}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Modelwright needs Node.js 20 or newer; this is ${process.version}.`);
  process.exit(2);
}

// npm writes the inner file at the end of every successful install.
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  console.log('Installing packages (about a minute) ...');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('npm ci failed: see above. Modelwright needs the npm registry for its first run.');
    process.exit(1);
  }
}
