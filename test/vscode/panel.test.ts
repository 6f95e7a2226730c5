/** What the panel of a training shows and does, for trainings that may have begun anywhere. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, openWindow, placeOf } from './window';

const PATIENCE = { timeout: 60_000, interval: 100 };

describe.skipIf(vscode === undefined)('[vscode] the panel of a training', () => {
  let code: CodeWindow;
  const processes: ChildProcess[] = [];
  beforeAll(async () => {
    code = await openWindow();
    // Long enough that it only ends when it is told to.
    change('digits.model.ts', 'epochs: 20', 'epochs: 20_000');
    await code.open('digits.model.ts');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(async () => {
    for (const one of processes) one.kill('SIGKILL');
    await code?.close();
  });

  function change(file: string, from: string, to: string): void {
    const path = join(code.folder, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
  }

  /** In a terminal outside of the window. */
  function train(file: string): ChildProcess {
    const child = spawn(process.execPath, ['dist/cli.js', 'train', join(code.folder, file), '--engine', 'onnxruntime'], {
      stdio: 'ignore',
    });
    processes.push(child);
    return child;
  }

  const folder = (): string => join(code.folder, '.modelwright/runs');
  const ids = (): readonly string[] => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
  /** Directory of the newest run. */
  const newest = (): string => join(folder(), ids().at(-1) ?? '');
  function stateOf(directory: string): string | undefined {
    try {
      return JSON.parse(readFileSync(join(directory, 'status.json'), 'utf8')).state;
    } catch {
      return undefined;
    }
  }
  const becomes = (state: string) => vi.waitUntil(() => stateOf(newest()) === state, PATIENCE);
  const state = (text: string) => code.training.locator('.state', { hasText: text }).waitFor();

  /** As the page says it. */
  async function epoch(): Promise<number> {
    const text = await code.training.getByText(/^epoch [\d,]+ of/).textContent();
    return Number(/[\d,]+/.exec(text ?? '')?.[0].replace(',', ''));
  }

  test('shows what a process outside of the window trains, while it does', async () => {
    train('digits.model.ts');
    await becomes('running');
    await code.command('Modelwright: Show Training');
    await state('Training');
    const seen = await epoch();
    await expect.poll(epoch).toBeGreaterThan(seen);
    await code.page.locator('.tab', { hasText: 'digitsCnn' }).waitFor();
    await code.screenshot('panel');
  });

  test('comes back after a reload, with the same training', async () => {
    await code.reload();
    await state('Training');
    const seen = await epoch();
    await expect.poll(epoch).toBeGreaterThan(seen);
    expect(stateOf(newest())).toBe('running');
  });

  test('is in two windows at once, and the second can stop it', async () => {
    const second = await code.another();
    await second.open('digits.model.ts');
    await second.command('Modelwright: Show Training');
    await second.training.locator('.state', { hasText: 'Training' }).waitFor();
    await second.training.getByRole('button', { name: 'Stop' }).click();
    await state('Stopped');
    await second.training.locator('.state', { hasText: 'Stopped' }).waitFor();
    expect(stateOf(newest())).toBe('stopped');
    await second.page.close();
  });

  test('says that the process was killed, and goes on from the last checkpoint', async () => {
    const child = train('digits.model.ts');
    await vi.waitUntil(() => ids().length === 2, PATIENCE);
    await becomes('running');
    await vi.waitUntil(() => readdirSync(join(newest(), 'checkpoints')).includes('last.safetensors'), PATIENCE);
    await code.focusEditor('digits.model.ts');
    await code.command('Modelwright: Show Training');
    await state('Training');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await state('Interrupted');
    await code.screenshot('panel interrupted');
    await code.training.getByRole('button', { name: 'Continue', exact: true }).click();
    await becomes('running');
    await state('Training');
    expect(ids()).toHaveLength(2);
    await code.training.getByRole('button', { name: 'Stop' }).click();
    await state('Stopped');
  });

  test('lays another run over it, and still does when it was hidden in between', async () => {
    const compared = code.training.locator('vscode-dropdown:not([current-value=""])');
    await code.page.locator('.tab.active', { hasText: 'digitsCnn' }).click();
    await code.command('Modelwright: Compare Runs');
    const [run] = await Promise.all([
      code.page.locator('.quick-input-widget:visible .monaco-list-row').first(),
      state('Stopped'),
    ]);
    await run.click();
    await compared.waitFor();
    await code.screenshot('panel compared');
    await code.page.locator('.tab', { hasText: 'digitsCnn' }).first().click();
    await compared.waitFor({ state: 'detached' });
    await code.page.locator('.tab', { hasText: 'digitsCnn' }).last().click();
    await compared.waitFor();
  });

  test('puts what a training found at its line, until that is changed, and leads there', async () => {
    const file = join(code.folder, 'iris.model.ts');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(/adam\b/g, 'sgd').replace(/sgd\([^)]*\)/, 'sgd(1e8)'));
    await once(train('iris.model.ts'), 'exit');
    await code.open('iris.model.ts');
    const problems = await code.problems();
    const found = problems.filter({ hasText: 'nan-loss' });
    await found.filter({ hasText: 'species was the first' }).waitFor();
    await found.locator('a', { hasText: 'nan-loss' }).click();
    await code.page.locator('.tab', { hasText: 'Preview README.md' }).click({ button: 'middle' });
    await code.focusEditor('iris.model.ts');
    await code.command('Modelwright: Show Training');
    await state('Diverged');
    await code.training
      .locator('.findings')
      .getByText(/^line \d+$/)
      .click();
    const { line } = placeOf(text, "name: 'species'");
    await code.page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
    await code.screenshot('panel diverged');
    await code.page.keyboard.press('Home');
    await code.page.keyboard.type('  ');
    await found.waitFor({ state: 'detached' });
    await code.page.keyboard.press('Control+Z');
    await found.waitFor();
  });

  test('says that the run is gone when its directory is deleted', async () => {
    rmSync(newest(), { recursive: true });
    await code.training.getByText('is gone: it was deleted or moved').waitFor();
    await state('Lost');
    await code.screenshot('panel lost');
  });
});
