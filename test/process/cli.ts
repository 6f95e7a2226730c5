/** Runs the built command line in a process of its own, as a shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const cli = join(root, 'dist/cli.js');
export const example = (name: string): string => join(root, 'examples', name);

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called with the process and all it wrote so far, at each piece of output. */
  readonly onOutput?: (child: ChildProcess, stdout: string) => void;
  readonly onStart?: (child: ChildProcess) => void;
  /** User and group to run as; for the superuser to set. */
  readonly user?: number;
}

export const modelwright = (args: readonly string[], options: Options = {}): Promise<Result> =>
  command(process.execPath, [cli, ...args], options);

/** Where no runtime is installed: what computes must not depend on the machine. */
const nothing = join(tmpdir(), 'modelwright-nothing-installed');

/** Without the settings of whoever runs the tests. */
const own = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) => !['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS', 'MODELWRIGHT_DEBUG'].includes(name) && !name.startsWith('npm_'),
  ),
);

const env = { ...own, MODELWRIGHT_HOME: nothing };

export const command = (
  program: string,
  args: readonly string[],
  { cwd = root, onOutput, onStart, user, ...more }: Options = {},
): Promise<Result> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, TERM: 'xterm', ...more.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(user !== undefined && { uid: user, gid: user }),
    });
    onStart?.(child);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(child, stdout);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });

/** A project folder with these files. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-'));
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) writeFileSync(join(folder, name), text);
  return folder;
}
