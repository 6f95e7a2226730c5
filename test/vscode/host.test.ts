/** What the extension does around its language server and its preview, in the window. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { vscode } from '../needs';
import { processesBelow } from './processes';
import { train } from './steps';
import { type CodeWindow, openWindow, placeOf } from './window';

describe.skipIf(vscode === undefined)('[vscode] the extension', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    await code.open('digits.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.box('flatten').waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  const servers = (): number[] => processesBelow(code.pid, /dist\/server\.js/);
  /** Of what the file holds on disk, which has `from`. */
  async function change(from: string, to: string): Promise<void> {
    await code.focusEditor('digits.model.ts');
    await code.replace(placeOf(readFileSync(join(code.folder, 'digits.model.ts'), 'utf8'), from), to);
    await code.save();
  }
  async function killServer(): Promise<void> {
    const [server = 0] = await vi.waitUntil(() => (servers().length > 0 ? servers() : undefined), { timeout: 20_000 });
    process.kill(server, 'SIGKILL');
    await vi.waitUntil(() => !servers().includes(server), { timeout: 20_000 });
  }
  const input = () => code.page.locator('.quick-input-widget:visible input[type=text]');

  test('starts a language server that was killed again, and the picture follows', async () => {
    await killServer();
    await change('64', '48');
    await code.box('conv2d 48').waitFor();
  });

  test('gives up on one that does not stay, says so, and starts it when asked to', async () => {
    for (let times = 0; times < 5; times += 1) await killServer();
    await code.preview.getByText('The language server has stopped. Run').waitFor();
    await code.command('Notifications: Show Notifications');
    const told = code.page.locator('.notifications-center .notification-list-item', { hasText: 'not started again' });
    await told.hover();
    await told.getByRole('button', { name: 'Restart' }).click();
    await vi.waitUntil(() => servers().length > 0, { timeout: 20_000 });
    await change('48', '40');
    await code.box('conv2d 40').waitFor();
  });

  test('shows the model file that is active, unless it is locked', async () => {
    await code.focusEditor('digits.model.ts');
    await code.open('iris.model.ts');
    await code.box('dense 16').waitFor();
    await code.page.locator('.tab', { hasText: 'Architecture' }).click();
    await code.command('Modelwright: Lock or Unlock the Architecture');
    await code.page.locator('.tab', { hasText: '[Architecture] iris' }).waitFor();
    await code.focusEditor('digits.model.ts');
    await code.page.locator('.tab', { hasText: '[Architecture] iris' }).waitFor();
    await code.box('dense 16').waitFor();
  });

  test('makes a new model with its data, in no other folder', async () => {
    await code.focusEditor('digits.model.ts');
    await code.command('Modelwright: New Model');
    await code.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'Regression' }).click();
    await code.page.locator('.quick-input-widget:visible', { hasText: 'Name of the model file' }).waitFor();
    await input().fill('../flower');
    await code.page.locator('.quick-input-widget:visible', { hasText: 'Use letters' }).waitFor();
    await input().fill('digits');
    await code.page.locator('.quick-input-widget:visible', { hasText: 'digits.model.ts is there already' }).waitFor();
    await input().fill('flower');
    await code.page.keyboard.press('Enter');
    await code.page.locator('.tab.active', { hasText: 'flower.model.ts' }).waitFor();
    expect(readdirSync(code.folder)).toEqual(expect.arrayContaining(['flower.model.ts', 'iris.csv']));
    expect(existsSync(join(code.folder, '../flower.model.ts'))).toBe(false);
  });

  test('trains what the file says, in a terminal', async () => {
    await code.focusEditor('flower.model.ts');
    await train(code);
    expect(readdirSync(join(code.folder, '.modelwright/runs')).filter((run) => run.endsWith('-regression'))).toHaveLength(1);
  });
});
