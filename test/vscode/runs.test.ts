/** The tree of runs: it follows what happens on the disk, whoever does it, and what is done in it happens there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { writeWhole } from '../../src/runs/files';
import { vscode } from '../needs';
import { cli } from '../process/cli';
import { type CodeWindow, openWindow } from './window';

const openView = (code: CodeWindow): Promise<void> =>
  code.page.locator('.activitybar .action-label[aria-label="Modelwright"]').click();
const viewOf = ({ page }: CodeWindow): Locator =>
  page.locator('.pane', { has: page.locator('.pane-header[aria-label^="Runs"]') });

describe.skipIf(vscode === undefined)('[vscode] the runs', () => {
  let code: CodeWindow;
  const trainings: ChildProcess[] = [];
  beforeAll(async () => {
    code = await openWindow();
    await openView(code);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(async () => {
    for (const training of trainings) training.kill('SIGKILL');
    await code?.close();
  });

  const view = (): Locator => viewOf(code);
  const rows = (): Locator => view().locator('.monaco-list-row');
  const row = (text: string | RegExp): Locator => rows().filter({ hasText: text });
  const texts = (): Promise<string[]> => rows().allTextContents();
  const runs = (): string => join(code.folder, '.modelwright/runs');
  const ids = (): string[] => (existsSync(runs()) ? readdirSync(runs()).sort() : []);
  const latest = (): string => join(runs(), ids().at(-1) ?? '');

  /** As in a terminal elsewhere. */
  function train(...args: readonly string[]): ChildProcess {
    const training = spawn(process.execPath, [cli, 'train', ...args], { cwd: code.folder, stdio: 'ignore' });
    trainings.push(training);
    return training;
  }
  const trained = (...args: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      train(...args).on('close', (exit) => (exit === 0 ? resolve() : reject(new Error(`The training ended with ${exit}.`))));
    });

  const hover = (hasText: string): Locator =>
    code.page.locator('.monaco-hover:visible, .workbench-hover:visible', { hasText }).first();
  const away = (): Promise<void> => code.page.mouse.move(900, 500);

  async function choose(place: Locator, item: string): Promise<void> {
    await place.click({ button: 'right' });
    // By key: a click that follows the one that opened the menu too soon is none to VS Code.
    await code.page.locator('.monaco-menu .action-label', { hasText: new RegExp(`^${item}`) }).hover();
    await code.page.keyboard.press('Enter');
  }

  test('has a view, which says how to begin', async () => {
    await view().getByRole('button', { name: 'Train a Model' }).waitFor();
  });

  test('of a file come up as they are trained elsewhere, the newest first', async () => {
    await trained('iris.model.ts', '--epochs', '2');
    await expect.poll(texts).toEqual([expect.stringMatching(/^irisMlp *loss [\d.]+ · today \d\d:\d\d$/)]);
    const [first] = ids();
    await trained('iris.model.ts', '--epochs', '3');
    await expect.poll(texts).toHaveLength(3);
    expect((await texts())[0]).toBe('iris.model.ts');
    expect(ids()).toEqual([first, expect.any(String)]);
    await trained('digits.model.ts', '--epochs', '1');
    await expect.poll(texts).toHaveLength(4);
    expect((await texts())[0]).toMatch(/^digits/);
  });

  test('get a name', async () => {
    await choose(row(/^iris(?!\.model)/).first(), 'Rename');
    await code.page.locator('.quick-input-widget:visible', { hasText: 'Name of the run' }).waitFor();
    await code.page.locator('.quick-input-widget:visible input[type=text]').fill('three [epochs](command:x) $(bug)');
    await code.page.keyboard.press('Enter');
    await row('three [epochs](command:x) $(bug)').waitFor();
    const named = join(runs(), ids()[1] ?? '', 'meta.json');
    expect(JSON.parse(readFileSync(named, 'utf8'))).toMatchObject({ name: 'three [epochs](command:x) $(bug)' });
  });

  test('say more where the mouse rests, and make nothing of a name but text', async () => {
    await row('three').hover();
    await hover('3 epochs, batch size').waitFor();
    expect(await hover('3 epochs').locator('strong').textContent()).toBe('three [epochs](command:x) $(bug)');
    expect(await hover('3 epochs').locator('a, .codicon').count()).toBe(0);
    await away();
  });

  test('that are damaged say so', async () => {
    const [first = ''] = ids();
    writeWhole(join(runs(), first, 'run.json'), '{ "v": 1,');
    await row('damaged').waitFor();
    await row('damaged').hover();
    await hover('run.json').waitFor();
    await away();
  });

  test('go where their folder goes', async () => {
    rmSync(join(runs(), ids()[0] ?? ''), { recursive: true });
    await row('damaged').waitFor({ state: 'detached' });
  });

  test('are deleted, for good where there is no bin', async () => {
    const id = ids().find((one) => one.endsWith('irisMlp')) ?? '';
    await row('three').click();
    await code.page.keyboard.press('Delete');
    const dialog = code.page.locator('.monaco-dialog-box', { hasText: 'three [epochs](command:x)' });
    await dialog.getByRole('button', { name: 'Move to Bin' }).click();
    await dialog.getByRole('button', { name: 'Delete for Good' }).click();
    await row('three').waitFor({ state: 'detached' });
    expect(existsSync(join(runs(), id))).toBe(false);
  });

  test('show how far they are while they are trained, and can’t be deleted', async () => {
    const training = train('digits.model.ts', '--epochs', '5000');
    const live = row(/[\d,]+\/5,000 · loss [\d.]+/);
    await live.locator('.codicon-pulse').waitFor();
    const before = await live.textContent();
    await vi.waitUntil(async () => (await live.textContent()) !== before, { timeout: 30_000 });
    await live.click();
    await code.page.keyboard.press('Delete');
    await code.command('Notifications: Show Notifications');
    await code.page.locator('.notifications-center', { hasText: 'Stop the training first' }).waitFor();
    await code.command('Notifications: Clear All Notifications');
    expect(existsSync(latest())).toBe(true);
    await code.screenshot('runs, light');
    training.kill('SIGKILL');
    await row('interrupted').locator('.codicon-question').waitFor();
  });

  test('go on where they were', async () => {
    const directory = latest();
    await choose(row('interrupted'), 'Continue');
    await row(/[\d,]+\/5,000 · loss/).waitFor();
    expect(latest()).toBe(directory);
    expect(readFileSync(join(directory, 'events.jsonl'), 'utf8')).toContain('"resumed"');
  });

  test('are shown in a panel by a click', async () => {
    await row(/[\d,]+\/5,000 · loss/).click();
    await code.page.locator('.tab.active', { hasText: 'digitsCnn' }).waitFor();
  });

  test('look well in a dark theme, too', async () => {
    await away();
    await code.theme('Dark 2026');
    await row(/[\d,]+\/5,000 · loss/).hover();
    await hover('seed 1').waitFor();
    await code.screenshot('runs, dark');
    await away();
  });

  test('that are all gone, with their model files, leave a hint how to begin', async () => {
    await choose(row(/[\d,]+\/5,000 · loss/), 'Stop');
    await row('stopped').waitFor();
    rmSync(runs(), { recursive: true });
    await view().getByRole('button', { name: 'Train a Model' }).waitFor();
    for (const file of readdirSync(code.folder, { recursive: true, encoding: 'utf8' })) {
      if (file.endsWith('.model.ts')) rmSync(join(code.folder, file));
    }
    await view().getByRole('button', { name: 'New Model' }).waitFor();
  });

  test('without a violated policy or an error', () => {
    expect(code.complaints).toEqual([]);
  });
});

describe.skipIf(vscode === undefined)('[vscode] the runs in Restricted Mode', () => {
  test('say why there are none', async () => {
    const code = await openWindow({ trusted: false });
    try {
      await openView(code);
      await viewOf(code).getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
      expect(code.complaints).toEqual([]);
    } finally {
      await code.close();
    }
  });
});
