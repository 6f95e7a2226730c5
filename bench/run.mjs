// `npm run bench [-- editor|training] [--json] [--rounds=7]`: side-by-side measurements on this machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const json = process.argv.includes('--json');
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const names = wanted.length > 0 ? wanted : ['editor', 'training'];

// Inside the repository, so that packages left out of the bundle are found.
const out = mkdtempSync(`${root}dist/bench-`);
const results = {};
try {
  for (const name of names) {
    const outfile = `${out}/${name}.cjs`;
    await build({
      absWorkingDir: root,
      entryPoints: [`bench/${name}/main.ts`],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      external: ['esbuild', 'onnxruntime-node', 'playwright-core'],
      logLevel: 'warning',
      // Of scripts that are also commands, which a bundle is not.
      logOverride: { 'empty-import-meta': 'silent' },
    });
    const { status, stdout } = spawnSync(process.execPath, [outfile, ...options], {
      cwd: root,
      stdio: ['inherit', json ? 'pipe' : 'inherit', 'inherit'],
      encoding: 'utf8',
    });
    if (status !== 0) process.exitCode = 1;
    else if (json) results[name] = JSON.parse(stdout);
    else console.log();
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const machine = `${cpus().length} × ${cpus()[0]?.model}, Node.js ${process.version}`;
if (json) console.log(JSON.stringify({ v: 1, version, machine, ...results }, undefined, 2));
else console.log(machine);
