/** A person's first minutes: a fault and its repair, and the picture beside the file. In Restricted Mode it is all the same. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, modes, openWindow, placeOf } from './window';

describe.skipIf(vscode === undefined).each(modes)('[vscode] editing in $mode', ({ mode, trusted }) => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow({ trusted });
    await code.open('digits.model.ts');
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name} in ${mode}`);
  });
  afterAll(() => code?.close());

  const digits = (): string => readFileSync(join(code.folder, 'digits.model.ts'), 'utf8');
  const units = (): ReturnType<typeof placeOf> => {
    const { line, column } = placeOf(digits(), 'dense(10,');
    return { line, column: column + 'dense('.length, length: 2 };
  };

  test('a fault is underlined at its argument and said in Problems', async () => {
    await code.replace(units(), '9');
    const problem = (await code.problems()).filter({ hasText: '9 units' });
    await problem.waitFor();
    expect(await problem.textContent()).toContain(`[Ln ${units().line}, Col ${units().column}]`);
    const squiggle = code.page.locator('.squiggly-error');
    await squiggle.waitFor();
    // As wide as one digit.
    expect((await squiggle.boundingBox())?.width).toBeLessThan(15);
    await code.screenshot(`fault in ${mode}`);
  });

  test('the quick fix takes it away', async () => {
    await code.go(units().line, units().column);
    await code.fix('Change to 10');
    await code.page.locator('.squiggly-error').waitFor({ state: 'detached' });
    await (await code.problems()).filter({ hasText: 'units' }).first().waitFor({ state: 'detached' });
    await code.page.locator('.view-line', { hasText: 'dense(10,' }).waitFor();
  });

  test('the picture follows typing', async () => {
    await code.page.keyboard.press('Control+J');
    await code.page.locator('.part.panel').waitFor({ state: 'hidden' });
    await code.focusEditor('digits.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.box('dropout 0.3').waitFor();
    const boxes = await code.boxes().count();
    await code.focusEditor('digits.model.ts');
    await code.replace(placeOf(digits(), '0.3'), '0.5');
    await code.box('dropout 0.5').waitFor();
    expect(await code.boxes().count()).toBe(boxes);

    const { line } = placeOf(digits(), 'x = dropout');
    await code.go(line, 1);
    await code.page.keyboard.type('x = dense(48)(x);\n');
    await code.box('dense 48').waitFor();
    expect(await code.boxes().count()).toBe(boxes + 1);
    await code.save();
  });

  test('the last good picture stays while the text is broken', async () => {
    await code.go(1, 1);
    await code.page.keyboard.type('const (');
    await code.preview.locator('.notice').waitFor();
    await code.box('dense 48').waitFor();
    for (let key = 0; key < 'const ('.length; key += 1) await code.page.keyboard.press('Backspace');
    await code.preview.locator('.notice').waitFor({ state: 'hidden' });
  });

  test('a click on a box puts the cursor on its line', async () => {
    await code.preview.getByRole('button', { name: /^Fit/ }).click();
    await code.box('maxPooling2d').first().click();
    // The status bar tells of a text that has the focus, which VS Code sometimes leaves with the picture that was clicked.
    await code.focusEditor('digits.model.ts');
    const { line } = placeOf(digits(), 'maxPooling2d(2)');
    await expect.poll(() => code.cursor()).toContain(`Ln ${line},`);
  });

  test('the box of the line with the cursor is lit', async () => {
    await code.focusEditor('digits.model.ts');
    const { line, column } = placeOf(digits(), 'flatten()(x)');
    await code.go(line, column);
    await code.preview.locator('.node.lit', { hasText: 'flatten' }).waitFor();
    expect(await code.preview.locator('.node.lit').count()).toBe(1);
  });

  test('no policy was violated, and nothing went wrong in the page', () => {
    expect(code.complaints).toEqual([]);
  });
});
