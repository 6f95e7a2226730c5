/** A workspace on a disk that runs full, and on one that can only be read: what the window says then. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { layoutOf } from '../../src/runs/layout';
import { readCurves, readEvents, readStatus } from '../../src/runs/read';
import { fill } from '../fill';
import { mountSmall, vscode } from '../needs';
import { FILE, makeFault, runsOf } from './steps';
import { type CodeWindow, openWindow } from './window';

describe.skipIf(vscode === undefined || mountSmall === undefined)('[vscode] [tmpfs] a workspace', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-small-')));
  let mounted: { unmount(): void } | undefined;
  let code: CodeWindow;
  let free: (() => void) | undefined;
  beforeAll(async () => {
    mounted = mountSmall?.(folder, 4096);
    code = await openWindow({ folder });
    const path = join(folder, FILE);
    // Long enough that it only ends when it has to.
    writeFileSync(path, readFileSync(path, 'utf8').replace('epochs: 20', 'epochs: 20_000'));
    await code.open(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(async () => {
    await code?.close();
    mounted?.unmount();
    rmdirSync(folder);
  });

  const directory = (): string => join(folder, '.modelwright/runs', runsOf(code).at(-1) ?? '');
  const press = (): Promise<void> => code.page.locator('.codelens-decoration a', { hasText: 'Train' }).click();
  const state = (text: string): Promise<void> => code.training.locator('.state', { hasText: text }).waitFor({ timeout: 60_000 });
  const row = (text: string | RegExp) => code.page.locator('.pane-body .monaco-list-row', { hasText: text });

  test('whose disk runs full ends the training, and panel and tree say why', async () => {
    await code.page.locator('.activitybar .action-label[aria-label="Modelwright"]').click();
    await press();
    await state('Training');
    await row(/\d+\/20,000 · loss/).waitFor();
    free = fill(folder, 0);
    await state('Failed');
    const notice = code.training.locator('.notice');
    await notice
      .getByText(/^Training failed at step [\d,]+: The disk is full: .+ can't be written\. Free some space; /)
      .waitFor();
    await row('failed').locator('.codicon-error').waitFor();
    await row('failed').hover();
    await code.page.locator('.workbench-hover:visible, .monaco-hover:visible', { hasText: 'The disk is full' }).first().waitFor();
    await code.page.mouse.move(900, 500);
    await code.screenshot('disk full');
    // The status bar and the title count it no more.
    await code.page.locator('#modelwright\\.modelwright\\.modelwright\\.training').waitFor({ state: 'hidden' });
  });

  test('keeps what was written before whole', () => {
    const layout = layoutOf(directory());
    const { rows, columns } = readCurves(directory());
    expect(readStatus(directory())).toMatchObject({ state: 'failed', exitCode: 1 });
    expect(rows).toBeGreaterThan(0);
    expect(readFileSync(layout.curves).length).toBe(8 * rows * columns.length);
    expect(readFileSync(layout.events, 'utf8').endsWith('\n')).toBe(true);
    expect(readEvents(directory()).length).toBeGreaterThan(0);
    expect(readdirSync(directory(), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('with space again goes on from there', async () => {
    free?.();
    const before = readStatus(directory()).step;
    await code.training.getByRole('button', { name: 'Continue', exact: true }).click();
    await state('Training');
    await expect.poll(() => readStatus(directory()).step, { timeout: 60_000 }).toBeGreaterThan(before);
    expect(runsOf(code)).toHaveLength(1);
    await code.training.getByRole('button', { name: 'Stop' }).click();
    await state('Stopped');
  });

  test('that can only be read starts no training, and says so at once', async () => {
    const terminals = () => code.page.locator('.terminal-wrapper').count();
    const before = { runs: runsOf(code), terminals: await terminals() };
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    await code.focusEditor(FILE);
    await press();
    // Where it is driven by a test, VS Code shows none by itself.
    await code.command('Notifications: Show Notifications');
    const told = code.page.locator('.notification-list-item', { hasText: "The training can't be started." });
    await told.waitFor();
    expect(await told.textContent()).toMatch(/Runs are kept in .+ can't be written: it is read-only \(EROFS\)\. /);
    await code.screenshot('disk that can only be read');
    await code.command('Notifications: Clear All Notifications');
    expect({ runs: runsOf(code), terminals: await terminals() }).toEqual(before);
  });

  test('that can only be read is checked all the same', async () => {
    await makeFault(code);
    // VS Code repeats there what an extension in development tells people.
    expect(code.complaints.filter((line) => !line.includes("The training can't be started."))).toEqual([]);
  });
});
