/** A person's first minutes: a fault and its repair, and the picture beside the file. In Restricted Mode it is all the same. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { digits, FILE, makeFault, repairFault, showPicture } from './steps';
import { type CodeWindow, modes, openWindow, placeOf } from './window';

describe.skipIf(vscode === undefined).each(modes)('[vscode] editing in $mode', ({ mode, trusted }) => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow({ trusted });
    await code.open(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name} in ${mode}`);
  });
  afterAll(() => code?.close());

  test('a fault is underlined at its argument and said in Problems', async () => {
    await makeFault(code);
    await code.screenshot(`fault in ${mode}`);
  });

  test('the quick fix takes it away', () => repairFault(code));

  test('the picture follows typing', async () => {
    await showPicture(code);
    const boxes = await code.boxes().count();
    await code.replace(placeOf(digits(code), '0.3'), '0.5');
    await code.box('dropout 0.5').waitFor();
    expect(await code.boxes().count()).toBe(boxes);

    const { line } = placeOf(digits(code), 'x = dropout');
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
    await code.focusEditor(FILE);
    const { line } = placeOf(digits(code), 'maxPooling2d(2)');
    await expect.poll(() => code.cursor()).toContain(`Ln ${line},`);
  });

  test('the box of the line with the cursor is lit', async () => {
    await code.focusEditor(FILE);
    const { line, column } = placeOf(digits(code), 'flatten()(x)');
    await code.go(line, column);
    await code.preview.locator('.node.lit', { hasText: 'flatten' }).waitFor();
    expect(await code.preview.locator('.node.lit').count()).toBe(1);
  });

  test('no policy was violated, and nothing went wrong in the page', () => {
    expect(code.complaints).toEqual([]);
  });
});
