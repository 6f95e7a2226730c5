/** Which commit a folder is at. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitState } from './records';

const run = promisify(execFile);

/** Undefined without git, outside a repository, before its first commit, or when git does not answer in time. */
export async function gitState(folder: string): Promise<GitState | undefined> {
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', ['-C', folder, ...args], { timeout: 2000 })).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([
      git('rev-parse', 'HEAD'),
      git('--no-optional-locks', 'status', '--porcelain', '--untracked-files=no'),
    ]);
    return { commit, dirty: changes !== '' };
  } catch {
    return undefined;
  }
}
