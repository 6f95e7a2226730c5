// The quick start of the README: checks, draws and trains examples/digits.model.ts with the built command line.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const file = 'examples/digits.model.ts';

for (const args of [
  ['check', file],
  ['summary', file],
  ['graph', file],
  ['train', file, ...process.argv.slice(2)],
]) {
  console.log(`\n$ npx modelwright ${args.join(' ')}`);
  const { status } = spawnSync(process.execPath, ['dist/cli.js', ...args], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
