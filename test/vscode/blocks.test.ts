/** The picture of a deep network: its blocks open and fold by click and key, and a reload brings back what was seen. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { vscode } from '../needs';
import { type CodeWindow, modes, openWindow } from './window';

describe.skipIf(vscode === undefined).each(modes)('[vscode] the blocks of ResNet-50 in $mode', ({ mode, trusted }) => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow({ trusted });
    await code.open('resnet-50.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.boxes().first().waitFor();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name} in ${mode}`);
  });
  afterAll(() => code?.close());

  /** Titles of the blocks that are open. */
  const frames = (): Promise<string[]> => code.preview.locator('.mover .cluster-label').allTextContents();
  /** Moved and scaled by its style. */
  const transform = (): Promise<string | null> => code.preview.locator('.mover').getAttribute('style');

  test('are folded at first', async () => {
    expect(await frames()).toEqual([]);
    expect(await code.boxes().count()).toBe(14);
    await code.screenshot(`resnet-50 folded in ${mode}`);
  });

  test('open by click, inside each other', async () => {
    await code.box('conv2_block × 3').locator('.toggle').click();
    await expect.poll(frames).toEqual(['conv2_block × 3']);
    await code.box('conv2_block2').locator('.toggle').click();
    await expect.poll(frames).toEqual(['conv2_block × 3', 'conv2_block2']);
    await code.screenshot(`resnet-50 open in ${mode}`);
  });

  test('fold and open by key', async () => {
    // The first box inside what was opened is selected.
    await code.page.keyboard.press('Backspace');
    await expect.poll(frames).toEqual(['conv2_block × 3']);
    await code.page.keyboard.press('Space');
    await expect.poll(frames).toEqual(['conv2_block × 3', 'conv2_block2']);
  });

  test('are as they were after a reload, and so is the zoom', async () => {
    await code.preview.getByRole('button', { name: /^Zoom in/ }).click();
    await code.preview.locator('.mover:not(.gliding)').waitFor();
    const before = await transform();
    const boxes = await code.boxes().count();
    await code.reload();
    await expect.poll(frames).toEqual(['conv2_block × 3', 'conv2_block2']);
    expect(await code.boxes().count()).toBe(boxes);
    expect(await transform()).toBe(before);
  });

  test('fold by click, with all that is inside', async () => {
    await code.preview.getByRole('button', { name: /^Fit/ }).click();
    await code.preview.locator('.cluster-label', { hasText: 'conv2_block × 3' }).click();
    await expect.poll(frames).toEqual([]);
    expect(await code.boxes().count()).toBe(14);
  });

  test('without a violated policy or an error', () => {
    expect(code.complaints).toEqual([]);
  });
});
