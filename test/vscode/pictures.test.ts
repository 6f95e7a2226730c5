/** The pictures of the README and the walkthrough, as the window shows them. `npm run pictures` keeps them in docs/images. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { cli } from '../process/cli';
import { type CodeWindow, openWindow, placeOf } from './window';

const folder = process.env.MODE === 'pictures' ? 'docs/images' : 'test-results/vscode';

/** Only what the pictures are about. */
const settings = {
  'breadcrumbs.enabled': false,
  'editor.folding': false,
  'editor.fontSize': 13,
  'editor.glyphMargin': false,
  'editor.lineHeight': 20,
  'editor.wordWrap': 'on',
  'editor.lightbulb.enabled': 'off',
  'editor.occurrencesHighlight': 'off',
  'editor.scrollbar.vertical': 'hidden',
  'editor.scrollBeyondLastLine': false,
  'window.commandCenter': false,
  'window.title': 'Modelwright',
  'workbench.activityBar.location': 'hidden',
  'workbench.layoutControl.enabled': false,
};

describe.skipIf(vscode === undefined)('[vscode] the pictures of the documentation', () => {
  let code: CodeWindow;
  const text = (): string => readFileSync(join(code.folder, 'digits.model.ts'), 'utf8');
  const keep = async (name: string): Promise<void> => {
    // Tooltips of what the mouse happened to be over.
    await code.page.mouse.move(640, 2);
    await code.page.locator('.monaco-hover:visible, .workbench-hover:visible').waitFor({ state: 'hidden' });
    await code.page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  };

  beforeAll(async () => {
    code = await openWindow({ settings });
    await code.page.setViewportSize({ width: 1280, height: 760 });
    await code.open('digits.model.ts');
    await code.command('View: Toggle Primary Side Bar Visibility');
    await code.command('Modelwright: Show Architecture');
    await code.box('flatten').waitFor();
    await widenEditor(150);
    await code.focusEditor('digits.model.ts');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  /** By so many pixels, at the preview's cost: no line is longer than the editor. */
  async function widenEditor(pixels: number): Promise<void> {
    const { mouse } = code.page;
    await mouse.move(640, 400);
    await mouse.down();
    await mouse.move(640 + pixels, 400, { steps: 5 });
    await mouse.up();
  }

  test('a model, and the box of the line with the cursor', async () => {
    await code.theme('Dark 2026');
    await code.go(18, placeOf(text(), 'dense(10').column + 2);
    await code.preview.locator('.node.lit', { hasText: 'digit' }).waitFor();
    await code.page.locator('.codelens-decoration', { hasText: 'Train' }).waitFor();
    await keep('editor');
  });

  test('a fault, and its repair', async () => {
    await code.theme('Light 2026');
    await code.replace(placeOf(text(), 'x = flatten()(x);'), '// x = flatten()(x);');
    await code.go(18, placeOf(text(), 'dense(10').column + 2);
    await code.preview.locator('.node.fault').waitFor();
    await code.preview.getByText('Fix:').first().waitFor();
    await code.page.locator('.codelens-decoration', { hasText: '19,466 parameters' }).waitFor();
    await keep('fault');
  });

  test('a training, with its curves and the runs before it', async () => {
    const earlier = ['train', 'digits.model.ts', '--epochs', '6', '--seed', '2'];
    execFileSync(process.execPath, [cli, ...earlier], { cwd: code.folder, stdio: 'ignore' });
    await code.theme('Dark 2026');
    await code.command('File: Revert File');
    await code.replace(placeOf(text(), 'epochs: 20'), 'epochs: 60');
    await code.page.locator('.tab', { hasText: 'Architecture' }).click();
    await code.command('View: Close Editor');
    await code.focusEditor('digits.model.ts');
    await code.page.setViewportSize({ width: 1640, height: 860 });
    await code.command('Modelwright: Focus on Runs View');
    await code.focusEditor('digits.model.ts');
    await code.command('Modelwright: Train');
    await code.training.getByText(/^epoch (1[5-9]|[2-5]\d) of 60/).waitFor({ timeout: 90_000 });
    await keep('training');
    await code.command('Modelwright: Stop Training');
    await code.training.locator('.state', { hasText: 'Stopped' }).waitFor();
    expect(code.complaints).toEqual([]);
  });
});
