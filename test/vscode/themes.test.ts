/** How it looks in VS Code's four kinds of themes, kept as pictures in test-results/vscode; and that nothing in them was refused. */
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { modelwright } from '../process/cli';
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
const all = Object.keys(themes) as Theme[];

describe.skipIf(vscode === undefined)('[vscode] the preview', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    await code.open('two-inputs.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.box('both').waitFor();
  });
  afterAll(() => code?.close());

  test.each(all)('in %s', async (theme) => {
    await look(code, theme, code.preview, 'two inputs');
    expect(await code.preview.locator('.node.fault').allTextContents()).toHaveLength(1);
    expect(code.complaints).toEqual([]);
  });
});

describe.skipIf(vscode === undefined)('[vscode] the panel of a training', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    const { code: exit } = await modelwright(['train', 'iris.model.ts'], { cwd: code.folder });
    expect(exit).toBe(0);
    await code.open('iris.model.ts');
    await code.command('Modelwright: Show Training');
    await code.training.locator('.state', { hasText: 'Done' }).waitFor();
  });
  afterAll(() => code?.close());

  test.each(all)('in %s', async (theme) => {
    await look(code, theme, code.training, 'training');
    const charts = code.training.locator('.charts figure');
    expect(await charts.count()).toBe(2);
    for (const chart of await charts.all()) {
      const { width, height } = (await chart.locator('canvas').first().boundingBox()) ?? { width: 0, height: 0 };
      expect(Math.min(width, height)).toBeGreaterThan(100);
    }
    expect(code.complaints).toEqual([]);
  });
});

/** At a narrow and at a wide window. */
async function look(code: CodeWindow, theme: Theme, page: FrameLocator, name: string): Promise<void> {
  const kind = themes[theme];
  await code.theme(theme);
  await page.locator(`body.${PAGE[kind]}`).waitFor();
  for (const [width, size] of Object.entries({ narrow, wide })) {
    await code.page.setViewportSize(size);
    await code.screenshot(`${name} ${kind} ${width}`);
  }
}
