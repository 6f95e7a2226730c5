/** How it looks in VS Code's four kinds of themes, kept as pictures in test-results/vscode; and that nothing in them was refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, openWindow, type Theme, themes } from './window';

/** The class that VS Code gives the page of a webview. */
const PAGE = {
  vs: 'vscode-light',
  'vs-dark': 'vscode-dark',
  'hc-black': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light',
};

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

  test.each(Object.keys(themes) as Theme[])('in %s', async (theme) => {
    const kind = themes[theme];
    await code.theme(theme);
    await code.preview.locator(`body.${PAGE[kind]}`).waitFor();
    for (const [name, size] of Object.entries({ narrow, wide })) {
      await code.page.setViewportSize(size);
      await code.screenshot(`two inputs ${kind} ${name}`);
    }
    expect(await code.preview.locator('.node.fault').allTextContents()).toHaveLength(1);
    expect(code.complaints).toEqual([]);
  });
});
