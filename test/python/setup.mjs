// Makes .venv with the Python packages that some tests compare with. `npm run python`
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [home, suffix] = process.platform === 'win32' ? ['Scripts', '.exe'] : ['bin', ''];
const inside = `${root}.venv/${home}/python${suffix}`;

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}

if (!existsSync(inside)) run(process.env.PYTHON ?? 'python3', ['-m', 'venv', '.venv']);
run(inside, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', 'test/python/requirements.txt']);
