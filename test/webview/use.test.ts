/** What a person does with the preview: looks, clicks, types, scrolls, and finds everything as it was after a reload. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Compilation } from '../../src/compiler/compile';
import type { FromPreview } from '../../src/protocol/preview';
import { createTestCompiler } from '../compiler/compiler';
import { browser } from '../needs';
import { type Host, type Preview, startHost, type Window } from './browser';
import { reportOf } from './reports';

const compiler = createTestCompiler();
const mlp = `
import { dense, input, model } from 'modelwright';
const pixels = input([784], { name: 'pixels' });
const hidden = dense(UNITS, { activation: 'relu', name: 'hidden' })(pixels);
export const net = model({ inputs: pixels, outputs: dense(10, { name: 'digit' })(hidden) });
`;

let host: Host;
let resnet: Compilation;
const opened: Preview[] = [];

beforeAll(async () => {
  if (browser === undefined) return;
  host = await startHost(browser);
  resnet = await compiler.compile('examples/architectures/resnet-50.model.ts');
});
afterAll(() => host?.close());
afterEach(async () => {
  for (const preview of opened.splice(0)) {
    expect(preview.complaints).toEqual([]);
    await preview.close();
  }
});

const open = async (window?: Window): Promise<Preview> => {
  const preview = await host.open(window);
  opened.push(preview);
  return preview;
};

const ids = (preview: Preview): Promise<string[]> => preview.ask('test.boxes().map(({ id }) => id)');
const box = (id: string): string => `.mover [data-node="${id}"]`;
const selected = (preview: Preview): Promise<string | undefined> =>
  preview.ask(`document.querySelector('.mover .selected')?.dataset.node`);
const focused = (preview: Preview): Promise<string | undefined> => preview.ask('document.activeElement.dataset.node');
const said = async <Type extends FromPreview['type']>(preview: Preview, type: Type) =>
  (await preview.sent()).filter((message): message is Extract<FromPreview, { type: Type }> => message.type === type);

/** Answers like the extension: what the page wants open is open in the next picture. */
async function answer(preview: Preview): Promise<void> {
  const wanted = (await said(preview, 'open')).at(-1)?.open ?? [];
  await preview.show(reportOf(resnet, wanted));
}

describe.skipIf(browser === undefined)('[browser] the preview', () => {
  it('reveals what is clicked, and where it was made with Alt', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.click(box('conv1_conv'));
    expect(await selected(preview)).toBe('conv1_conv');
    await preview.page.click(box('predictions'), { modifiers: ['Alt'] });
    expect(await said(preview, 'reveal')).toEqual([
      { type: 'reveal', node: 'conv1_conv', definition: false },
      { type: 'reveal', node: 'predictions', definition: true },
    ]);
    const strip = await preview.page.textContent('.strip');
    expect(strip).toContain('predictions · dense 1000 softmax');
    expect(strip).toContain('2,049,000 parameters');
    expect(await preview.page.getAttribute('.strip .bar', 'aria-label')).toBe('8 % of the model');
  });

  it('opens and closes blocks by click', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.click(`${box('conv2_block1/×')} .toggle`);
    expect((await said(preview, 'open')).at(-1)?.open).toEqual(['conv2_block1/×']);
    await answer(preview);
    expect(await preview.ask('test.frames()')).toEqual([{ id: 'conv2_block1/×', title: 'conv2_block × 3' }]);
    expect(await ids(preview)).toContain('conv2_block2/');
    expect(await selected(preview)).toBe('conv2_block1/');

    await preview.page.dblclick(box('conv2_block2/'));
    expect((await said(preview, 'open')).at(-1)?.open).toEqual(['conv2_block1/×', 'conv2_block2/']);
    await answer(preview);
    await preview.page.click('.frame-title[data-frame="conv2_block1/×"] text');
    // What was open inside is closed with it.
    expect((await said(preview, 'open')).at(-1)?.open).toEqual([]);
    await answer(preview);
    expect(await ids(preview)).toHaveLength(14);
    expect(await selected(preview)).toBe('conv2_block1/×');
  });

  it('is used by keys alone', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    const stops = await preview.ask(`document.querySelectorAll('.mover [tabindex="0"]').length`);
    expect(stops).toBe(1);
    await preview.page.focus('.mover [tabindex="0"]');
    for (let step = 0; step < 8; step += 1) await preview.page.keyboard.press('ArrowDown');
    expect(await focused(preview)).toBe('conv2_block1/×');
    await preview.page.keyboard.press('Space');
    await answer(preview);
    expect(await focused(preview)).toBe('conv2_block1/');
    await preview.page.keyboard.press('Space');
    await answer(preview);
    expect(await focused(preview)).toBe('conv2_block1/0_conv');
    await preview.page.keyboard.press('ArrowRight');
    expect(await focused(preview)).toBe('conv2_block1/3_conv');
    await preview.page.keyboard.press('ArrowLeft');
    await preview.page.keyboard.press('Enter');
    expect(await said(preview, 'reveal')).toEqual([{ type: 'reveal', node: 'conv2_block1/0_conv', definition: false }]);
    await preview.page.keyboard.press('Space');
    await answer(preview);
    expect(await focused(preview)).toBe('conv2_block1/');
    await preview.page.keyboard.press('Backspace');
    await answer(preview);
    expect(await focused(preview)).toBe('conv2_block1/×');
  });

  it('finds layers, also those inside a folded block', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.keyboard.press('/');
    await preview.page.keyboard.type('conv3_block2');
    expect(await preview.page.textContent('.search .count')).toBe('1 of 1');
    expect(await selected(preview)).toBe('conv3_block1/×');
    await preview.page.fill('.search input', 'pad');
    await preview.page.keyboard.press('Enter');
    expect(await preview.page.textContent('.search .count')).toBe('2 of 2');
    await preview.page.keyboard.press('Escape');
    expect(await preview.page.isVisible('.search')).toBe(false);
    expect(await focused(preview)).toBe(await selected(preview));
  });

  it('keeps zoom and place while the text changes', async () => {
    const preview = await open();
    const report = async (units: number) =>
      reportOf(await compiler.compileFiles({ 'net.model.ts': mlp.replace('UNITS', String(units)) }));
    await preview.show(await report(128));
    await preview.page.mouse.move(450, 300);
    await preview.page.keyboard.down('Control');
    await preview.page.mouse.wheel(0, -100);
    await preview.page.keyboard.up('Control');
    await preview.page.mouse.wheel(30, 40);
    await preview.settled();
    const [before, svg] = [
      await preview.ask<string>('test.transform()'),
      await preview.ask<string>(`document.querySelector('.mover svg').id`),
    ];
    await preview.show(await report(256));
    expect(await preview.ask('test.transform()')).toBe(before);
    expect(await preview.ask(`document.querySelector('.mover svg').id`)).toBe(svg);
    expect((await preview.ask<{ text: string }[]>('test.boxes()'))[1]?.text).toBe('hidden · dense 256 relu | 200,960 parameters');
  });

  it('keeps what is selected in its place when boxes come', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.click(box('avg_pool'));
    const place = () => preview.ask<{ x: number; y: number }[]>(`test.boxes().filter(({ id }) => id === 'avg_pool')`);
    const [before] = await place();
    await preview.page.keyboard.press('+');
    await preview.page.keyboard.press('-');
    await preview.show(reportOf(resnet, ['conv3_block1/×']));
    const [after] = await place();
    expect(await ids(preview)).toContain('conv3_block2/');
    expect(after?.x).toBeCloseTo(before?.x ?? 0, 0);
    expect(after?.y).toBeCloseTo(before?.y ?? 0, 0);
  });

  it('finds everything as it was after a reload', async () => {
    const first = await open();
    await first.show(reportOf(resnet));
    await first.page.click(`${box('conv5_block1/×')} .toggle`);
    await answer(first);
    await first.page.keyboard.press('+');
    await first.page.mouse.move(450, 400);
    await first.page.mouse.wheel(0, 120);
    await first.settled();
    const state = await first.state();
    expect(state).toMatchObject({
      v: 1,
      uri: 'file:///net.model.ts',
      model: 'resnet50',
      open: ['conv5_block1/×'],
      selected: 'conv5_block1/',
    });
    const second = await open({ state });
    await second.show(reportOf(resnet, state.open));
    expect(await second.ask('test.transform()')).toBe(await first.ask('test.transform()'));
    expect(await selected(second)).toBe('conv5_block1/');
    expect(await second.state()).toEqual(state);
  });

  it('comes back to the same place when the model was gone for a while', async () => {
    const preview = await open();
    const report = reportOf(resnet);
    await preview.show(report);
    await preview.page.click(box('conv1_conv'));
    await preview.page.keyboard.press('+');
    await preview.settled();
    const before = await preview.ask('test.transform()');
    await preview.show({ v: 1, uri: report.uri, version: 2, models: [] });
    await preview.show({ ...report, version: 3 });
    expect(await ids(preview)).toContain('predictions');
    expect(await preview.ask('test.transform()')).toBe(before);
    expect(await selected(preview)).toBe('conv1_conv');
  });

  it('begins anew where what was kept is not readable', async () => {
    const preview = await open({ state: { v: 2, open: 'all' } as never });
    await preview.show(reportOf(resnet));
    expect(await ids(preview)).toHaveLength(14);
  });

  it('begins anew with another model', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet, ['conv5_block1/×']));
    await preview.page.click(box('avg_pool'));
    await preview.page.keyboard.press('+');
    const blocks = await compiler.compile('test/fixtures/webview/blocks.model.ts');
    await preview.show(reportOf(blocks, ['h_0/']));
    const state = await preview.state();
    expect(state).toEqual({ v: 1, uri: 'file:///net.model.ts', model: 'language', open: ['h_0/'] });
    const other = await open({ state: { ...state, transform: { x: 1, y: 2, k: 3 }, selected: 'final' } });
    await other.show({ ...reportOf(blocks), uri: 'file:///other.model.ts' });
    expect(await other.state()).toEqual({ v: 1, uri: 'file:///other.model.ts', model: 'language', open: [] });
  });

  it('follows the cursor from what was clicked to where it goes', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.click(box('conv1_conv'));
    await preview.send({ type: 'light', nodes: ['conv1_conv'], scroll: true });
    expect(await selected(preview)).toBe('conv1_conv');
    await preview.send({ type: 'light', nodes: ['predictions'], scroll: true });
    expect(await selected(preview)).toBeUndefined();
    expect(await preview.page.textContent('.strip')).toContain('predictions · dense 1000 softmax');
  });

  it('lights the boxes of the cursor and scrolls only where they are out of sight', async () => {
    const preview = await open({ height: 500 });
    await preview.show(reportOf(resnet));
    const before = await preview.ask('test.transform()');
    await preview.send({ type: 'light', nodes: ['conv1_pad'], scroll: true });
    expect(await preview.ask(`document.querySelector('.mover .lit').dataset.node`)).toBe('conv1_pad');
    expect(await preview.ask('test.transform()')).toBe(before);
    await preview.send({ type: 'light', nodes: ['predictions'], scroll: false });
    expect(await preview.ask('test.transform()')).toBe(before);
    await preview.send({ type: 'light', nodes: ['predictions'], scroll: true });
    expect(await preview.ask('test.transform()')).not.toBe(before);
    const [lit] = await preview.ask<{ y: number }[]>(`test.boxes().filter(({ classes }) => classes.includes('lit'))`);
    expect(lit?.y).toBeLessThan(500);
  });

  it('says why the picture is old, and that it is new again', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    expect(await preview.page.isVisible('.notice')).toBe(false);
    const { shown: _, ...nothing } = reportOf(resnet);
    await preview.show({ ...nothing, broken: 'line 7: a bracket is missing.' });
    expect(await preview.page.textContent('.notice')).toBe('Last good picture. line 7: a bracket is missing.');
    expect(await ids(preview)).toHaveLength(14);
    await preview.send({ type: 'stale', reason: 'The language server has stopped.' });
    expect(await preview.page.textContent('.notice')).toBe('This may be out of date. The language server has stopped.');
    await preview.show(reportOf(resnet));
    expect(await preview.page.isVisible('.notice')).toBe(false);
  });

  it('says what to do in a file without a model', async () => {
    const preview = await open();
    await preview.show({ v: 1, uri: 'file:///a.model.ts', version: 1, models: [] });
    expect(await preview.page.textContent('.empty')).toMatch(/^No model in this file yet. Export one:\n/);
    await preview.show(reportOf(resnet));
    expect(await preview.page.isVisible('.empty')).toBe(false);
  });

  it('keeps no picture of another file for one that was never whole', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.show({ v: 1, uri: 'file:///other.model.ts', version: 1, models: [], broken: "')' expected." });
    expect(await ids(preview)).toEqual([]);
    expect(await preview.page.isVisible('.notice')).toBe(false);
    expect(await preview.page.textContent('.empty')).toBe("No picture yet. ')' expected.");
  });

  it('moves nothing while a line is half typed', async () => {
    const preview = await open({ height: 600 });
    await preview.show(reportOf(resnet));
    const before = await preview.ask('test.transform()');
    await preview.show({ ...reportOf(resnet), broken: "')' expected." });
    expect(await preview.page.isVisible('.notice')).toBe(true);
    expect(await preview.ask('test.transform()')).toBe(before);
  });

  it('tells of many faults the first ones', async () => {
    const preview = await open();
    const compiled = await compiler.compileFiles({
      'net.model.ts': `${mlp.replace('UNITS', '8')}\n${'const = 1;\n'.repeat(5)}`,
    });
    await preview.show(reportOf(compiled));
    const faults = compiled.diagnostics.length;
    expect(faults).toBeGreaterThan(3);
    expect(await preview.page.locator('.finding').count()).toBe(3);
    expect(await preview.page.textContent('.strip')).toContain(`${faults - 3} more in the Problems panel`);
  });

  it('says on one line what is inside a block', async () => {
    const preview = await open({ width: 320 });
    await preview.show(reportOf(resnet));
    await preview.page.click(box('conv2_block1/×'));
    const inside = preview.page.locator('.inside');
    const kinds = 'conv2d × 3, batchNormalization × 3, activation × 3, add';
    expect(await inside.getAttribute('title')).toBe(kinds);
    expect((await inside.boundingBox())?.height).toBeLessThan(25);
  });

  it('offers the models of a file and the fixes of a fault', async () => {
    const preview = await open();
    const compiled = await compiler.compileFiles({
      'net.model.ts': `import { dense, digits, input, model, train } from 'modelwright';
const x = input([8, 8, 1]);
export const net = model({ inputs: x, outputs: dense(10)(x) });
export default train(net, { data: digits(), loss: 'sparseCategoricalCrossentropy', optimizer: 'sgd', epochs: 1 });`,
    });
    const report = reportOf(compiled);
    await preview.show({ ...report, models: ['net', 'other'] });
    await preview.page.selectOption('header select', 'other');
    expect(await said(preview, 'model')).toEqual([{ type: 'model', name: 'other' }]);
    await preview.page.focus('header select');
    await preview.show({ ...report, version: 2, models: ['net', 'other'] });
    expect(await preview.ask('document.activeElement.localName')).toBe('select');
    const finding = compiled.diagnostics.findIndex(({ fixes }) => fixes.length > 0);
    const fix = compiled.diagnostics[finding]?.fixes[0]?.title ?? 'none';
    await preview.page.click(`text=Fix: ${fix}`);
    expect(await said(preview, 'fix')).toEqual([{ type: 'fix', version: 2, finding, fix: 0 }]);
  });

  it('draws only the newest of many pictures', async () => {
    const preview = await open();
    const reports = [[], ['conv2_block1/×'], ['conv3_block1/×'], ['conv4_block1/×'], []].map((wanted) =>
      reportOf(resnet, wanted),
    );
    await preview.ask(`${JSON.stringify(reports)}.forEach((report) => window.postMessage({ type: 'show', report }, '*'))`);
    await preview.settled();
    expect(await ids(preview)).toHaveLength(14);
    expect(await preview.ask(`document.querySelector('.mover svg').id`)).toBe('picture1');
  });

  it('saves a picture that looks the same elsewhere', async () => {
    const preview = await open();
    await preview.show(reportOf(resnet));
    await preview.page.click(box('conv1_conv'));
    await preview.page.click('[title="Save as SVG"]');
    await preview.page.click('[title="Save as PNG"]');
    await expect.poll(() => said(preview, 'save')).toHaveLength(2);
    const [svg, png] = await said(preview, 'save');
    expect(svg?.data).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg?.data).not.toMatch(/var\(|class="toggle"|<foreignObject/);
    expect(svg?.data).toContain('conv2_block');
    expect(svg?.data).toContain('rx="4px"');
    // The selection stays here, and is not in the file.
    expect(svg?.data).not.toMatch(/class="[^"]*selected/);
    expect(await selected(preview)).toBe('conv1_conv');
    expect(
      Buffer.from(png?.data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('tells a screen reader what it shows', async () => {
    const preview = await open();
    await preview.show(reportOf(await compiler.compile('test/fixtures/webview/two-inputs.model.ts')));
    const spoken = await preview.page.locator('.mover svg').ariaSnapshot();
    expect(spoken).toContain('inspection');
    expect(await preview.page.getAttribute(box('concatenate'), 'aria-label')).toBe('concatenate, fault: 89 ≠ 88');
    expect(await preview.page.textContent('[aria-live]')).toBe('inspection: 10 layers, 1 fault');
  });
});
