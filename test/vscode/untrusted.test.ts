/**
 * Restricted Mode, in which VS Code switches its TypeScript off: what we find and show is all there is, and it is still what a
 * person needs to read a file from a stranger.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { digits, FILE, makeFault, repairFault, runsOf, showPicture } from './steps';
import { type CodeWindow, openWindow, placeOf } from './window';

describe.skipIf(vscode === undefined)('[vscode] an untrusted workspace', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow({ trusted: false });
    await code.open(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  const behind = (part: string): { readonly line: number; readonly column: number } => {
    const { line, column, length } = placeOf(digits(code), part);
    return { line, column: column + length };
  };

  test('is restricted, without TypeScript', async () => {
    await code.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  });

  test('has the picture and the fault in it', async () => {
    await makeFault(code);
    await repairFault(code);
    await showPicture(code);
  });

  test('has hovers', async () => {
    const { line, column } = behind('digit = de');
    await code.go(line, column);
    await code.command('Show or Focus Hover');
    const hover = code.page.locator('.monaco-hover:visible', { hasText: '2,570' });
    await hover.waitFor();
    await code.page.keyboard.press('Escape');
    await hover.waitFor({ state: 'hidden' });
  });

  test('has signature help', async () => {
    const { line, column } = behind('digit = dense(');
    await code.go(line, column);
    await code.page.keyboard.press('Control+Shift+Space');
    await code.page.locator('.parameter-hints-widget.visible', { hasText: 'units' }).waitFor();
    await code.page.keyboard.press('Escape');
  });

  test('has completion', async () => {
    const { line } = placeOf(digits(code), 'x = flatten()');
    await code.go(line, 1);
    await code.page.keyboard.type('x = conv');
    await code.page.keyboard.press('Control+Space');
    const row = code.page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'conv2d' });
    await row.first().waitFor();
    expect(await row.count()).toBe(1);
    await code.page.keyboard.press('Escape');
  });

  test('has errors of syntax, once', async () => {
    await code.page.keyboard.type('(');
    const problems = (await code.problems()).filter({ hasText: 'modelwright' });
    await problems.first().waitFor();
    const texts = await problems.allTextContents();
    expect(texts.join()).toContain('syntax');
    expect(new Set(texts).size).toBe(texts.length);
    await code.screenshot('untrusted');
  });

  test('is not trained, and says why', async () => {
    await code.focusEditor(FILE);
    await code.command('Modelwright: Train');
    await code.command('Notifications: Show Notifications');
    const told = code.page.locator('.notifications-center .notification-list-item', {
      hasText: 'Training is off in Restricted Mode',
    });
    await told.hover();
    await told.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
    expect(runsOf(code)).toEqual([]);
  });

  test('gets no engine installed, and is told why', async () => {
    await code.command('Modelwright: Set Up TensorFlow Engine');
    await code.command('Notifications: Show Notifications');
    const told = code.page.locator('.notifications-center .notification-list-item', {
      hasText: 'Nothing is installed in Restricted Mode',
    });
    await told.hover();
    await told.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  });

  test('without a violated policy or an error', () => {
    expect(code.complaints).toEqual([]);
  });
});
