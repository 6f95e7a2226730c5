/**
 * A training that does as many steps in a second as it can, with its panel in sight and its window reloaded on the way: the page has
 * every row and every epoch of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { formatCount, formatMetric } from '../../src/protocol/format';
import { ownerOf } from '../../src/runs/lock';
import { type Curves, readCurves, readEvents, readStatus } from '../../src/runs/read';
import { exact } from '../../webview/training/chart/format';
import { vscode } from '../needs';
import { runsOf } from './steps';
import { type CodeWindow, openWindow } from './window';

const FILE = 'iris.model.ts';
const ROWS = 120;
const EPOCHS = 500;

describe.skipIf(vscode === undefined)('[vscode] a training at full speed', () => {
  let code: CodeWindow;
  beforeAll(async () => {
    code = await openWindow();
    const path = join(code.folder, FILE);
    // A step for each row.
    const text = readFileSync(path, 'utf8').replace('batchSize: 16', 'batchSize: 1').replace('epochs: 60', `epochs: ${EPOCHS}`);
    writeFileSync(path, text);
    await code.open(FILE);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(() => code?.close());

  const directory = (): string => join(code.folder, '.modelwright/runs', runsOf(code).at(-1) ?? '');
  const charts = (): Locator => code.training.locator('.charts figure');
  const chartOf = (measure: string): Locator =>
    charts().filter({ has: code.training.getByRole('heading', { name: measure, exact: true }) });
  /** How many rows a chart was last drawn with. */
  async function rowsDrawn(measure: string): Promise<number> {
    const summary = await chartOf(measure).locator('.chart').getAttribute('aria-label');
    return Number(/ at step ([\d,]+)/.exec(summary ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  test('is drawn while it goes on', async () => {
    await code.page.locator('.codelens-decoration a', { hasText: 'Train' }).click();
    await code.training.locator('.state', { hasText: 'Training' }).waitFor({ timeout: 60_000 });
    await expect.poll(() => rowsDrawn('loss')).toBeGreaterThan(0);
    const before = await rowsDrawn('loss');
    await expect.poll(() => rowsDrawn('loss')).toBeGreaterThan(before);
    expect(readStatus(directory()).state).toBe('running');
  });

  test('goes on, in the same process, while its window is reloaded', async () => {
    const before = { rows: readCurves(directory()).rows, owner: ownerOf(directory()) };
    await code.reload();
    await code.training.locator('.state', { hasText: 'Training' }).waitFor({ timeout: 60_000 });
    await expect.poll(() => rowsDrawn('loss')).toBeGreaterThan(before.rows);
    expect(before.owner).toBeDefined();
    expect(ownerOf(directory())).toEqual(before.owner);
    expect(readStatus(directory()).state).toBe('running');
    expect(runsOf(code)).toHaveLength(1);
  });

  test('leaves as many rows on the page as in its file', async () => {
    await code.training.locator('.state', { hasText: 'Done' }).waitFor({ timeout: 180_000 });
    const { rows, columns } = readCurves(directory());
    expect(rows).toBe(ROWS * EPOCHS);
    expect(columns).toEqual(['time', 'epoch', 'learning_rate', 'loss', 'accuracy']);
    expect(await charts().getByRole('heading').allTextContents()).toEqual(['loss', 'accuracy']);
    for (const measure of ['loss', 'accuracy']) await expect.poll(() => rowsDrawn(measure)).toBe(rows);
    await code.screenshot('full speed');
  });

  test('has at its steps the values that stand there in the file', async () => {
    const curves = readCurves(directory());
    for (const measure of ['loss', 'accuracy']) {
      const last = valueAt(curves, measure, curves.rows);
      expect(await chartOf(measure).locator('.last').textContent()).toBe(`last ${formatMetric(measure, last)}`);
      const chart = chartOf(measure).locator('.chart');
      expect(await chart.getAttribute('aria-label')).toContain(`training ${measure} ${exact(last)} at step`);
      const seen = new Set<string>();
      // From the first to the last step, and a tenth of them at a time in between.
      for (const key of ['Home', ...Array<string>(9).fill('PageDown'), 'End']) {
        await chart.press(key);
        const [title = '', ...values] = await chart.locator('.chart-box b').allTextContents();
        const names = await chart.locator('.chart-box .chart-label').allTextContents();
        const step = Number(title.replace(/[^\d]/g, ''));
        // Beside the smoothed value.
        expect(values[names.indexOf('this step')], `${measure} at ${title}`).toBe(exact(valueAt(curves, measure, step)));
        seen.add(title);
      }
      expect(seen.size).toBe(11);
      expect([...seen].at(0)).toBe('step 1');
      expect([...seen].at(-1)).toBe(`step ${formatCount(curves.rows)}`);
    }
  });

  test('has every epoch in its table', async () => {
    const epochs = readEvents(directory()).filter(({ k }) => k === 'epoch');
    expect(epochs).toHaveLength(EPOCHS);
    await code.training.getByRole('tab', { name: 'Epochs' }).click();
    const rows = code.training.locator('table.epochs tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(EPOCHS);
    expect(await rows.first().locator('.step').textContent()).toBe(formatCount(ROWS * EPOCHS));
    expect(code.complaints).toEqual([]);
  });
});

/** Steps count from 1. */
const valueAt = ({ columns, values }: Curves, measure: string, step: number): number =>
  values[(step - 1) * columns.length + columns.indexOf(measure)] ?? Number.NaN;
