/** How the programs of others are run. */
import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTool } from '../../src/runtimes/tool';

const node = (script: string, options = {}) => runTool(process.execPath, ['-e', script], options);

describe('runTool', () => {
  it('starts nothing in the folder where the user is', async () => {
    const { stdout } = await node('console.log(process.cwd())');
    expect(stdout.trim()).toBe(realpathSync(dirname(process.execPath)));
  });

  it('tells how a program ended, and that there is none', async () => {
    expect(await node('console.error("no"); process.exitCode = 3')).toEqual({
      code: 3,
      signal: undefined,
      stdout: '',
      stderr: 'no\n',
      missing: false,
    });
    expect(await runTool('modelwright-has-no-such-tool', [])).toMatchObject({ code: undefined, missing: true });
  });

  it.skipIf(process.platform === 'win32')('does not wait for one that will not end', async () => {
    const script = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid)';
    const { stdout, ...ran } = await node(script, { timeout: 1000 });
    expect(ran).toEqual({ code: undefined, signal: 'SIGTERM', stderr: '', missing: false });
    await expect.poll(() => isRunning(Number(stdout))).toBe(false);
  });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
