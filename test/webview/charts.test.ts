/** Charts as they are drawn. Pictures in every theme are kept in test-results/charts/ to be looked at. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast, type Rgb } from '../../webview/training/chart/colour';
import { type ThemeName, themes } from '../fixtures/themes';
import { browser } from '../needs';
import { type ChartHost, type ChartPage, startChartHost } from './charts';

const shots = 'test-results/charts';
const BLUE = themes.dark.variables['charts-blue'] ?? '';
const pixelsOf = (page: ChartPage, colour: string): Promise<{ x: number; y: number }[]> => page.ask(`test.pixels('${colour}')`);
const rgb = (colour: string): Rgb => (colour.match(/[\d.]+/g) ?? []).map(Number) as unknown as Rgb;
const asRgb = (hex: string): string => `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

interface Name {
  readonly text: string;
  readonly color: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const full = `{
  run: { steps: 4000, stepsPerEpoch: 560, at: { 2950: NaN } },
  compared: { steps: 4400, stepsPerEpoch: 560, slow: 0.6, seed: 9, label: 'digitsCnn, yesterday 10:45', validates: true },
  measures: ['loss', 'accuracy'],
  smoothing: 0.95,
  best: { step: 3360, epoch: 6 },
  findings: [
    { id: 'first', step: 812, severity: 'warning', text: 'Gradients of dense_1 grew 40-fold in 50 steps; clipped.' },
    { id: 'second', step: 1700, severity: 'error', text: 'The loss is not a number.' },
  ],
}`;

let host: ChartHost;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  if (browser !== undefined) host = await startChartHost(browser);
});
afterAll(() => host?.close());

describe.skipIf(browser === undefined)('[browser] a chart', () => {
  it.each([10_000, 1_000_000])('of %i rows shows every peak, the last value and how many there are', async (steps) => {
    const page = await host.open();
    const peak = Math.round(steps * 0.7);
    const at = { [peak]: 9, [steps]: 0.25 };
    await page.ask(`test.open({ run: { steps: ${steps}, stepsPerEpoch: 1000, at: ${JSON.stringify(at)} }, smoothing: 0 })`);
    const area = await page.ask<{ width: number; height: number }>('test.area()');
    const drawn = await pixelsOf(page, asRgb(BLUE));
    const high = drawn.filter(({ y }) => y < area.height * 0.3);
    expect(high.length).toBeGreaterThan(area.height * 0.1);
    for (const { x } of high) expect(Math.abs(x - area.width * 0.7)).toBeLessThan(4);
    expect(await page.ask('test.shown.history.rows')).toBe(steps);
    expect(await page.ask(`document.querySelector('.chart').getAttribute('aria-label')`)).toMatch(
      new RegExp(`^training loss 0\\.2500 at step ${steps.toLocaleString('en-US')}, \\w+; validation 0\\.\\d+$`),
    );
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it.each(Object.keys(themes) as ThemeName[])('is whole and readable: %s', async (theme) => {
    const page = await host.open({ theme, scale: 2 });
    await page.ask(`test.open(${full})`);
    const ground = rgb(asRgb(themes[theme].variables['editor-background'] ?? ''));
    for (const width of [480, 280]) {
      await page.ask(`for (const place of document.querySelectorAll('.place')) place.style.width = '${width}px'; test.drawn()`);
      for (const names of await page.ask<Name[][]>('test.names()')) {
        expect(names.map(({ text }) => text).sort()).toEqual([
          'digitsCnn, yesterday 10:45',
          'train',
          'val',
          'val, digitsCnn, yesterday 10:45',
        ]);
        for (const [at, { top, right, color }] of names.entries()) {
          for (const other of names.slice(at + 1)) expect(Math.abs(other.top - top)).toBeGreaterThanOrEqual(15);
          expect(right).toBeLessThanOrEqual(width);
          expect(contrast(rgb(color), ground)).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
    await page.ask(`for (const place of document.querySelectorAll('.place')) place.style.width = '480px'; test.drawn()`);
    await page.page.mouse.move(250, 120);
    await page.ask('test.drawn()');
    await page.page.screenshot({ path: `${shots}/${theme}.png` });
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('says what stands at the crosshair, in a box that stays inside', async () => {
    const page = await host.open();
    await page.ask(`test.open(${full})`);
    const area = await page.ask<{ left: number; top: number; width: number; height: number }>('test.area()');
    for (let share = 0; share <= 1; share += 0.125) {
      await page.page.mouse.move(16 + area.left + 1 + share * (area.width - 2), 16 + area.top + 20);
      const box = await page.ask<{ text: string; isInside: boolean }>('test.box()');
      expect(box.isInside).toBe(true);
    }
    const last = await page.ask<string>(`test.shown.hovers.at(-1).step.toLocaleString('en-US')`);
    expect((await page.ask<{ text: string }>('test.box()')).text).toContain(`step ${last} · epoch 7.`);
    // The other chart has the same crosshair and no box.
    expect(await page.ask(`[...document.querySelectorAll('.chart-cross')].map((cross) => cross.style.transform)`)).toSatisfy(
      ([first, second]: string[]) => first !== '' && first === second,
    );
    expect(await page.ask('test.box(1)')).toBeUndefined();
    await page.page.mouse.move(2, 2);
    expect(await page.ask('[test.box(), test.shown.hovers.at(-1)]')).toEqual([undefined, undefined]);
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('names the findings under the pointer', async () => {
    const page = await host.open();
    await page.ask(`test.open({ ...${full}, compared: undefined })`);
    const area = await page.ask<{ left: number; top: number; width: number }>('test.area()');
    await page.page.mouse.move(16 + area.left + (area.width * 812) / 4000, 100);
    expect(await page.ask('test.shown.hovers.at(-1).findings')).toEqual(['first']);
    expect((await page.ask<{ text: string }>('test.box()')).text).toContain('Gradients of dense_1 grew 40-fold');
    await page.page.mouse.move(16 + area.left + (area.width * 3000) / 4000, 100);
    expect(await page.ask('test.shown.hovers.at(-1).findings')).toEqual([]);
    await page.close();
  });

  it('is moved through by keys, and tells seldom where it is', async () => {
    const page = await host.open();
    await page.ask(`test.open({ run: { steps: 100, stepsPerEpoch: 20 }, measures: ['loss', 'accuracy'] })`);
    await page.page.keyboard.press('Tab');
    for (const [key, step] of [
      ['End', 100],
      ['ArrowLeft', 99],
      ['Home', 1],
      ['ArrowRight', 2],
      ['PageDown', 12],
      ['PageUp', 2],
    ] as const) {
      await page.page.keyboard.press(key);
      expect(await page.ask('test.shown.hovers.at(-1).step')).toBe(step);
      expect((await page.ask<{ text: string }>('test.box()')).text).toContain(`step ${step} `);
    }
    const said = await page.ask<string[]>('new Promise((resolve) => setTimeout(() => resolve(test.shown.said), 1100))');
    expect(said).toEqual([
      expect.stringMatching(/^step 100, epoch 5\.0, train /),
      expect.stringMatching(/^step 2, epoch 0\.1, train /),
    ]);
    await page.page.keyboard.press('Escape');
    expect(await page.ask('test.box()')).toBeUndefined();
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('keeps what is looked at while data come, for all charts, until a double click', async () => {
    const page = await host.open();
    const run = { steps: 4000, total: 8000, stepsPerEpoch: 500 };
    await page.ask(`test.open({ run: ${JSON.stringify(run)}, measures: ['loss', 'accuracy'] })`);
    const area = await page.ask<{ left: number; top: number; width: number }>('test.area()');
    const x = (step: number): number => 16 + area.left + (area.width * step) / 4000;
    await page.page.mouse.move(x(1000), 100);
    await page.page.mouse.down();
    await page.page.mouse.move(x(1500), 110, { steps: 3 });
    await page.page.mouse.move(x(2000), 110, { steps: 3 });
    await page.page.mouse.up();
    await page.ask('test.drawn()');
    const seen = await page.ask<number[]>(`test.shown.together.on('step').zoom`);
    expect(seen[0]).toBeCloseTo(1000, -2);
    expect(seen[1]).toBeCloseTo(2000, -2);
    const before = await page.ask<string>('[0, 1].map((at) => test.canvas(at).toDataURL()).join()');
    await page.ask(`test.grow(${JSON.stringify({ ...run, steps: 5000 })})`);
    expect(await page.ask('[0, 1].map((at) => test.canvas(at).toDataURL()).join()')).toBe(before);
    await page.page.mouse.dblclick(x(1500), 110);
    await page.ask('test.drawn()');
    expect(await page.ask(`test.shown.together.on('step').zoom`)).toBeUndefined();
    // Of the second chart as well: the newest values reach the right edge.
    const drawn = await page.ask<{ x: number }[]>(`test.pixels('${asRgb(BLUE)}', 1)`);
    expect(Math.max(...drawn.map((pixel) => pixel.x))).toBeGreaterThan(area.width - 3);
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('follows the theme', async () => {
    const page = await host.open({ theme: 'dark' });
    await page.ask(`test.open({ run: { steps: 200, stepsPerEpoch: 50 }, smoothing: 0 })`);
    expect((await pixelsOf(page, asRgb(BLUE))).length).toBeGreaterThan(100);
    await page.paintAs('light');
    await page.ask('test.drawn()');
    expect(await pixelsOf(page, asRgb(BLUE))).toEqual([]);
    expect((await pixelsOf(page, asRgb(themes.light.variables['charts-blue'] ?? ''))).length).toBeGreaterThan(100);
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('is drawn on every axis, on a log scale, and after rows were taken back', async () => {
    const page = await host.open();
    const at = '{ 100: 0, 101: -3, 500: Infinity, 900: NaN }';
    await page.ask(`test.open({ run: { steps: 2000, stepsPerEpoch: 300, at: ${at} } })`);
    for (const change of [
      { axis: 'epoch' },
      { axis: 'time' },
      { log: true },
      { smoothing: 0 },
      { axis: 'step', smoothing: 0.99 },
    ]) {
      await page.ask(`test.show(${JSON.stringify(change)})`);
      const drawn = await pixelsOf(page, asRgb(BLUE));
      const area = await page.ask<{ width: number }>('test.area()');
      expect(Math.min(...drawn.map(({ x }) => x))).toBeLessThan(5);
      expect(Math.max(...drawn.map(({ x }) => x))).toBeGreaterThan(area.width - 5);
    }
    await page.ask(`test.shown.history.take({ from: 1200, values: new Float64Array(0) }); test.show({})`);
    expect(await page.ask(`document.querySelector('.chart').getAttribute('aria-label')`)).toContain('at step 1,200');
    await page.ask(
      `test.shown.history.take({ from: 0, values: new Float64Array(0) }); test.show({ run: { ...test.shown.contents[0].run, validation: [] } })`,
    );
    expect(await pixelsOf(page, asRgb(BLUE))).toEqual([]);
    expect(page.complaints).toEqual([]);
    await page.close();
  });

  it('is drawn only where it can be seen, and leaves nothing behind', async () => {
    const page = await host.open({ height: 300 });
    const labels = `[...document.querySelectorAll('.chart')].map((chart) => chart.getAttribute('aria-label').includes(' at step '))`;
    await page.ask(`test.open({ run: { steps: 50, stepsPerEpoch: 10 }, measures: ['loss', 'accuracy', 'mae'], height: 280 })`);
    expect(await page.ask(labels)).toEqual([true, false, false]);
    await page.ask('window.scrollTo(0, 10_000); test.drawn()');
    expect(await page.ask(labels)).toEqual([true, expect.any(Boolean), true]);
    await page.ask('for (const chart of test.shown.charts) chart.destroy()');
    expect(await page.ask(`document.querySelectorAll('.place > *').length`)).toBe(0);
    await page.paintAs('light');
    await page.ask('test.shown.together.set("step", { cursor: 3 }); test.drawn()');
    expect(page.complaints).toEqual([]);
    await page.close();
  });
});
