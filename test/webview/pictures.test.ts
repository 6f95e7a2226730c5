/** The pictures themselves, in every default theme, wide and narrow. They are kept in test-results/preview/ to be looked at. */
import { mkdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ViewReport } from '../../src/protocol/editor';
import { createTestCompiler } from '../compiler/compiler';
import { type ThemeName, themes } from '../fixtures/themes';
import { browser } from '../needs';
import { faultsOf } from './axe';
import { type Host, startHost } from './browser';
import { reportOf } from './reports';

const shots = 'test-results/preview';
const compiler = createTestCompiler();
const fixtures = 'test/fixtures/webview';

const cases = [
  { name: 'mlp', file: 'examples/mnist-mlp.model.ts', open: [], boxes: 5, frames: [] },
  { name: 'resnet-50', file: 'examples/architectures/resnet-50.model.ts', open: [], boxes: 14, frames: [] },
  {
    name: 'resnet-50-open',
    file: 'examples/architectures/resnet-50.model.ts',
    open: ['conv2_block1/×', 'conv2_block2/'],
    boxes: 25,
    frames: ['conv2_block × 3', 'conv2_block2'],
  },
  { name: 'two-inputs-fault', file: `${fixtures}/two-inputs.model.ts`, open: [], boxes: 11, frames: [] },
  { name: 'blocks', file: `${fixtures}/blocks.model.ts`, open: ['h_0/'], boxes: 10, frames: ['h_0'] },
];

let host: Host;
beforeAll(async () => {
  mkdirSync(shots, { recursive: true });
  if (browser !== undefined) host = await startHost(browser);
});
afterAll(() => host?.close());

describe.skipIf(browser === undefined).each(cases)('[browser] $name', ({ name, file, open, boxes, frames }) => {
  let report: ViewReport;
  beforeAll(async () => {
    report = reportOf(await compiler.compile(file), open);
  });

  it.each([
    ['wide', 900, 1000],
    ['narrow', 300, 700],
  ] as const)('is whole and readable in every theme: %s', async (size, width, height) => {
    const preview = await host.open({ width, height });
    await preview.show(report);
    for (const theme of Object.keys(themes) as ThemeName[]) {
      await preview.paintAs(theme);
      expect(await preview.ask('test.boxes()')).toHaveLength(boxes);
      expect(await preview.ask('test.frames().map(({ title }) => title)')).toEqual(frames);
      expect(await preview.ask('test.overlaps()')).toEqual([]);
      expect(await preview.ask('test.cut()')).toEqual([]);
      const { texts, faint } = await preview.ask<{ texts: number; faint: unknown[] }>('test.faint()');
      expect(texts).toBeGreaterThan(boxes);
      expect(faint).toEqual([]);
      await preview.page.screenshot({ path: `${shots}/${name}-${theme}-${size}.png` });
    }
    expect(await faultsOf(preview.page)).toEqual([]);
    expect(preview.complaints).toEqual([]);
    await preview.close();
  });
});

describe.skipIf(browser === undefined)('[browser] a fault', () => {
  it('is told at the box, on what arrives there and behind it, and in the strip', async () => {
    const preview = await host.open();
    await preview.show(reportOf(await compiler.compile(`${fixtures}/two-inputs.model.ts`)));
    const boxes = await preview.ask<{ text: string; classes: string }[]>('test.boxes()');
    expect(boxes.filter(({ classes }) => classes.includes('fault')).map(({ text }) => text)).toEqual(['concatenate | 89 ≠ 88']);
    expect(boxes.filter(({ classes }) => classes.includes('unknown'))).toHaveLength(2);
    expect(await preview.ask(`[...document.querySelectorAll('.mover .edgeLabel.fault')].map((one) => one.textContent)`)).toEqual([
      '89×89×32',
      '88×88×16',
    ]);
    expect(
      await preview.ask(`[...document.querySelectorAll('.mover .edgeLabel.unknown')].map((one) => one.textContent)`),
    ).toEqual(['?', '?']);
    const strip = await preview.page.textContent('.strip');
    expect(strip).toContain('Fault: concatenate along channels got [batch, 89, 89, 32] and [batch, 88, 88, 16]');
    expect(strip).toContain('Cause, line 7: maxPooling2d makes 89×89 of 179×179');
    expect(await preview.page.textContent('header')).toContain('1 fault');
    await preview.close();
  });
});
