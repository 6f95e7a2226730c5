/** How it looks in VS Code's four kinds of themes, kept as pictures in test-results/vscode; and that nothing in them was refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, openWindow, type Theme, themes } from './window';

const narrow = { width: 900, height: 900 };
const wide = { width: 1600, height: 1000 };

describe.skipIf(vscode === undefined)('[vscode] the preview', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    await code.open('two-inputs.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.box('both').waitFor();
  });
  afterAll(() => code?.close());

  test.each(Object.entries(themes))('in %s', async (theme, kind) => {
    await code.theme(theme as Theme);
    await code.preview.locator(`body[data-vscode-theme-id="${theme}"]`).waitFor();
    for (const [name, size] of Object.entries({ narrow, wide })) {
      await code.page.setViewportSize(size);
      await code.screenshot(`two inputs ${kind} ${name}`);
    }
    // A fault is told apart by its colour, whatever the theme.
    const stroke = (box: string): Promise<string> =>
      code.box(box).first().locator('.label-container').first().evaluate('(shape) => getComputedStyle(shape).stroke');
    expect(await stroke('both')).not.toBe(await stroke('near'));
    expect(code.complaints).toEqual([]);
  });
});
