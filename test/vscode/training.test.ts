/** A training from the first click on: what the window shows of it, and what the run's directory says. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readStatus } from '../../src/runs/read';
import { vscode } from '../needs';
import { FILE, runsOf, showTerminal, terminalLines } from './steps';
import { type CodeWindow, openWindow } from './window';

const TASKS = {
  version: '2.0.0',
  tasks: [
    { type: 'modelwright', file: 'iris.model.ts', epochs: 3, seed: 5, engine: 'interpreter', label: 'three epochs' },
    { type: 'modelwright', file: 'iris.model.ts', epochs: 'three', label: 'wrong' },
    { type: 'modelwright', file: 'iris.model.ts', device: 'gpu', label: 'on a GPU' },
  ],
};

const OF_ROWS = `import { csv, dense, input, sequential, train } from 'modelwright';
const net = sequential([input([2]), dense(1)]);
export default train(net, {
  data: csv('rows.csv', { target: 'y' }),
  loss: 'meanSquaredError',
  optimizer: 'adam',
  epochs: 1,
});
`;

describe.skipIf(vscode === undefined)('[vscode] a training', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    // Long enough that they only end when they are told to.
    for (const file of [FILE, 'perceptron.model.ts']) {
      const path = join(code.folder, file);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/epochs: \d+/, 'epochs: 20_000'));
    }
    // Further on than the checker reads while one types.
    writeFileSync(join(code.folder, 'rows.csv'), `a,b,y\n${'1,2,3\n'.repeat(400_000)}1,two,3\n`);
    writeFileSync(join(code.folder, 'rows.model.ts'), OF_ROWS);
    mkdirSync(join(code.folder, '.vscode'));
    writeFileSync(join(code.folder, '.vscode/tasks.json'), JSON.stringify(TASKS));
    await code.open(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  const newest = (): string => join(code.folder, '.modelwright/runs', runsOf(code).at(-1) ?? '');
  /** What a file of a run says; nothing while it is not there. */
  const read = (file: string, run = newest()): Readonly<Record<string, unknown>> =>
    existsSync(join(run, file)) ? JSON.parse(readFileSync(join(run, file), 'utf8')) : {};
  const state = (run?: string) => expect.poll(() => read('status.json', run)['state'], { timeout: 60_000 });
  const status = (text: string | RegExp): Locator =>
    code.page.locator('#modelwright\\.modelwright\\.modelwright\\.training', { hasText: text });
  const action = (title: string): Locator => code.page.locator(`.editor-actions .action-label[aria-label="${title}"]`);
  async function choose(text: string): Promise<void> {
    await code.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: text }).first().click();
  }
  /** Presses a button of a notification, once that is there. */
  async function answer(message: string, button: string): Promise<void> {
    await code.command('Notifications: Show Notifications');
    const told = code.page.locator('.notifications-center .notification-list-item', { hasText: message });
    await told.hover();
    await told.getByRole('button', { name: button }).click();
  }
  async function runTask(name: string): Promise<void> {
    await code.command('Tasks: Run Task');
    await choose(name);
  }

  test('begins with the lens, and counts in the terminal and in the status bar', async () => {
    await code.page.locator('.codelens-decoration a', { hasText: 'Train' }).click();
    await state().toBe('running');
    await status(/[\d,]+\/20,000 · loss \d.* left/).waitFor();
    await showTerminal(code);
    await expect.poll(async () => (await terminalLines(code)).join('\n')).toMatch(/\/20,000 .*loss/);
    await code.screenshot('training');
    expect(runsOf(code)).toHaveLength(1);
  });

  test('can be stopped where it was started', async () => {
    await code.focusEditor(FILE);
    await action('Stop Training').first().waitFor();
    expect(await action('Train').count()).toBe(0);
  });

  test('pauses, changes its learning rate and goes on', async () => {
    await code.command('Modelwright: Pause Training');
    await state().toBe('paused');
    await status(/[\d,]+\/20,000 · loss .* · paused/).waitFor();
    await code.command('Modelwright: Change Learning Rate');
    const input = code.page.locator('.quick-input-widget:visible input[type=text]');
    expect(await input.inputValue()).toBe('0.002');
    await input.fill('fast');
    await code.page.locator('.quick-input-widget:visible', { hasText: 'such as 1e-4' }).waitFor();
    await input.fill('5e-4');
    await code.page.keyboard.press('Enter');
    await code.page.locator('.statusbar-item', { hasText: 'The learning rate is 0.0005' }).waitFor();
    await code.command('Modelwright: Resume Training');
    await state().toBe('running');
    await code.command('Modelwright: Save Checkpoint');
    await code.page.locator('.statusbar-item', { hasText: 'Saved after step' }).waitFor();
  });

  test('goes on in the same process when the window is loaded again', async () => {
    const { pid } = read('lock.json');
    await code.reload();
    await status(/[\d,]+\/20,000 · loss/).waitFor();
    await expect.poll(async () => (await terminalLines(code)).join('\n'), { timeout: 60_000 }).toMatch(/\/20,000 .*loss/);
    expect(read('lock.json')['pid']).toBe(pid);
    await state().toBe('running');
  });

  test('does not keep another one from running at the same time', async () => {
    const first = newest();
    await code.open('perceptron.model.ts');
    await code.command('Modelwright: Train');
    await status('(+1)').waitFor();
    await state().toBe('running');
    await state(first).toBe('running');
    const second = newest();
    await code.command('Modelwright: Stop Training');
    await state(second).toBe('stopped');
    await state(first).toBe('running');
  });

  test('stops by command, with a checkpoint', async () => {
    await code.command('Modelwright: Stop Training');
    const [run = ''] = runsOf(code);
    const directory = join(code.folder, '.modelwright/runs', run);
    await state(directory).toBe('stopped');
    expect(existsSync(join(directory, 'checkpoints/last.safetensors'))).toBe(true);
    await status('').waitFor({ state: 'hidden' });
    await code.focusEditor(FILE);
    await action('Train').first().waitFor();
  });

  test('begins anew after one that was there before the window', async () => {
    const before = runsOf(code).length;
    await code.command('Modelwright: Train');
    await expect.poll(() => runsOf(code).length, { timeout: 60_000 }).toBe(before + 1);
    await state().toBe('running');
    await status(/[\d,]+\/20,000 · loss/).waitFor();
    await code.command('Modelwright: Stop Training');
    await state().toBe('stopped');
    await status('').waitFor({ state: 'hidden' });
  });

  test('is a task by its name, and as tasks.json has it', async () => {
    await code.command('Tasks: Run Task');
    await code.page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: /modelwright/ }).click();
    const rows = code.page.locator('.quick-input-widget:visible .monaco-list-row');
    for (const name of ['train digitsCnn', 'train irisMlp']) await rows.filter({ hasText: name }).waitFor();
    await code.screenshot('tasks');
    await code.page.keyboard.press('Escape');
    const before = runsOf(code).length;
    await runTask('three epochs');
    await expect.poll(() => runsOf(code).length, { timeout: 60_000 }).toBe(before + 1);
    await state().toBe('done');
    expect(read('run.json')['settings']).toMatchObject({ epochs: 3, seed: 5 });
    expect(read('run.json')['engine']).toEqual({ name: 'interpreter', device: 'cpu', threads: 1 });
  });

  test('leaves no complaint', () => {
    expect(code.complaints).toEqual([]);
  });

  test('is ended by force when it hangs', async () => {
    await code.open('perceptron.model.ts');
    const before = runsOf(code).length;
    await code.command('Modelwright: Train');
    await expect.poll(() => runsOf(code).length, { timeout: 60_000 }).toBe(before + 1);
    await state().toBe('running');
    process.kill(Number(read('lock.json')['pid']), 'SIGSTOP');
    await code.command('Modelwright: Stop Training');
    await answer('does not answer', 'End the Process');
    await expect.poll(() => readStatus(newest()).state).not.toBe('running');
    await status('').waitFor({ state: 'hidden' });
  });

  test('that can not start says so, and its terminal why', async () => {
    await runTask('wrong');
    await answer('The training of iris.model.ts did not start', 'Show Terminal');
    await expect.poll(async () => (await terminalLines(code)).join(' ')).toMatch(/--epochs is a whole number .* 'three'/);
    await code.screenshot('training-not-started');
  });

  test('that can not have its device offers to set TensorFlow up', async () => {
    await runTask('on a GPU');
    await code.command('Notifications: Show Notifications');
    // The engine is that of the settings.
    const told = code.page.locator('.notifications-center .notification-list-item', {
      hasText: "--engine onnxruntime --device gpu can't be had",
    });
    await told.hover();
    await told.getByRole('button', { name: 'Set Up TensorFlow' }).waitFor();
    await code.screenshot('training-refused-engine');
  });

  test('that can not start because of a row says so where the data are described', async () => {
    await code.focusEditor('perceptron.model.ts');
    await code.open('rows.model.ts');
    await code.command('Modelwright: Train');
    // The terminal comes up by itself.
    await code.page.locator('.squiggly-error').first().waitFor();
    await code.page.locator('.xterm-rows', { hasText: 'rows.csv' }).waitFor();
    const told = (await code.problems()).filter({ hasText: /rows\.csv, line 400002.*Ln 4, Col/ });
    await told.waitFor();
    await code.screenshot('training-refused-row');
  });
});
