/** A training from the first click on: what the window shows of it, and what the run's directory says. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, openWindow } from './window';

const PATIENCE = { timeout: 60_000, interval: 100 };

describe.skipIf(vscode === undefined)('[vscode] a training', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    const file = join(code.folder, 'digits.model.ts');
    // Long enough that it only ends when it is told to.
    writeFileSync(file, readFileSync(file, 'utf8').replace('epochs: 20', 'epochs: 20_000'));
    await code.open('digits.model.ts');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  /** Directories of all runs, the oldest first. */
  const runs = (): string[] =>
    readdirSync(code.folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /runs.[^/]+$/.test(path))
      .sort()
      .map((path) => join(code.folder, path));
  const read = (file: string): { readonly pid?: number; readonly state?: string } => {
    try {
      return JSON.parse(readFileSync(join(runs().at(-1) ?? '', file), 'utf8'));
    } catch {
      return {};
    }
  };

  test('begins with the lens, and shows in the terminal', async () => {
    await code.page.locator('.codelens-decoration a', { hasText: 'Train' }).click();
    await vi.waitUntil(() => read('status.json').state === 'running', PATIENCE);
    await code.command('Terminal: Focus Terminal');
    await code.page.locator('.xterm-rows', { hasText: /20000 .*loss/ }).waitFor();
    await code.screenshot('training');
  });

  test('goes on in the same process when the window is loaded again', async () => {
    const { pid } = read('lock.json');
    await code.reload();
    await code.command('Terminal: Focus Terminal');
    await code.page.locator('.xterm-rows', { hasText: /20000 .*loss/ }).waitFor();
    expect(read('lock.json').pid).toBe(pid);
    expect(read('status.json').state).toBe('running');
  });
});
