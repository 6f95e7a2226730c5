/** The painter by itself: with Mermaid as it is and as webview/mermaid.mjs makes it, and texts changed in place. */
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Picture } from '../../src/ir/view';
import { frameId, labelText, mermaidId, mermaidText } from '../../src/network/mermaid';
import { pictureOf } from '../../src/network/picture';
import { createTestCompiler } from '../compiler/compiler';
import { hostileNames } from '../fixtures/hostile-names';
import { browser } from '../needs';
import { chain } from '../network/build';
import { launchChromium } from '../vscode/chromium.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compiler = createTestCompiler();

/** What the page offers: `paint(picture)` gives the drawing as text, and whether it is new. */
const source = `
  import './webview/preview/diagram.css';
  import DOMPurify from 'dompurify';
  import { createPainter } from './webview/preview/painter';
  const [workshop, mover] = ['workshop diagram', 'mover diagram'].map((name) => {
    const element = document.createElement('div');
    element.className = name;
    document.body.append(element);
    return element;
  });
  let painter;
  globalThis.restart = () => { painter = createPainter(workshop); };
  globalThis.paint = async (picture) => {
    const { drawing, isNew } = await painter.paint(picture);
    mover.replaceChildren(drawing.svg);
    const rows = [...drawing.nodes].map(([id, node]) => {
      const [box, text] = ['.label-container', 'text'].map((one) => node.querySelector(one).getBoundingClientRect());
      return { id, text: node.querySelector('text').textContent, fits: text.left >= box.left && text.right <= box.right, height: box.height };
    });
    const labels = [...mover.querySelectorAll('.edgeLabel')].map((label) => label.textContent);
    // What Mermaid itself would have done to the text, so that both ways can be compared.
    const svg = DOMPurify.sanitize(drawing.svg.outerHTML, { ADD_ATTR: ['dominant-baseline'], ADD_TAGS: ['foreignobject'] });
    const elements = [...drawing.svg.querySelectorAll('*')];
    const active = elements.flatMap((element) => [
      ...(/^(a|script|img|image|foreignobject|iframe|style|use|b|div|span)$/i.test(element.localName) ? [element.localName] : []),
      ...element.getAttributeNames().filter((name) => /^on|href/i.test(name)),
    ]);
    const titles = [...mover.querySelectorAll('.frame-title')].map((title) => title.textContent);
    return { active, titles, svg: svg.replaceAll(/picture\\d+/g, 'picture'), isNew, rows, labels };
  };
  restart();
`;

interface Drawn {
  readonly svg: string;
  /** Elements and attributes that do something. */
  readonly active: readonly string[];
  readonly isNew: boolean;
  readonly rows: readonly { readonly id: string; readonly text: string; readonly fits: boolean; readonly height: number }[];
  readonly labels: readonly string[];
  readonly titles: readonly string[];
}

let chrome: Browser;
let pages: { readonly fast: Page; readonly stock: Page };

beforeAll(async () => {
  if (browser === undefined) return;
  chrome = await launchChromium(browser);
  pages = { fast: await pageWith(true), stock: await pageWith(false) };
});
afterAll(() => chrome?.close());

async function pageWith(fast: boolean): Promise<Page> {
  const { mermaidFlowcharts } = await import('../../webview/mermaid.mjs');
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: root },
    bundle: true,
    write: false,
    outdir: 'out',
    format: 'iife',
    target: 'chrome122',
    plugins: [mermaidFlowcharts({ fast })],
  });
  const page = await chrome.newPage();
  await page.setContent('<style>.workshop { position: absolute; visibility: hidden }</style><body>');
  for (const { path, text } of outputFiles) {
    if (path.endsWith('.css')) await page.addStyleTag({ content: text });
    else await page.addScriptTag({ content: text });
  }
  return page;
}

const paint = (page: Page, picture: Picture): Promise<Drawn> => page.evaluate<Drawn>(`paint(${JSON.stringify(picture)})`);

const restart = (page: Page): Promise<unknown> => page.evaluate('restart()');

const load = async (file: string, open: readonly string[] = []): Promise<Picture> => {
  const { networks, diagnostics } = await compiler.compile(file);
  const faults = new Map(diagnostics.flatMap(({ layer, message }) => (layer === undefined ? [] : [[layer, message] as const])));
  const [network] = networks;
  if (network === undefined) throw new Error(`no network in ${file}`);
  return pictureOf(network, { open: new Set(open), faults });
};

const resnet = 'examples/architectures/resnet-50.model.ts';
const named = (names: readonly string[]): Picture =>
  pictureOf(chain('net', ['input', { shape: [4] }], ...names.map((name) => ['dense', { units: 4 }, name] as const)));

describe.skipIf(browser === undefined)('[browser] the changed Mermaid', () => {
  it.each([
    ['an MLP', () => load('examples/mnist-mlp.model.ts')],
    ['ResNet-50', () => load(resnet)],
    ['ResNet-50 with frames', () => load(resnet, ['conv2_block1/×', 'conv2_block1/', 'conv2_block2/', 'conv5_block1/×'])],
    ['a fault and two inputs', () => load('test/fixtures/webview/two-inputs.model.ts')],
    ['blocks in blocks', () => load('test/fixtures/webview/blocks.model.ts', ['h_0/×', 'h_2/', 'h_2/mlp/'])],
    ['hostile names', async () => named(hostileNames)],
  ])('draws %s as Mermaid does, sign by sign', async (_, make) => {
    const picture = await make();
    await restart(pages.fast);
    await restart(pages.stock);
    const [fast, stock] = [await paint(pages.fast, picture), await paint(pages.stock, picture)];
    expect(fast.rows.length).toBe(picture.nodes.length);
    expect(fast.svg).toBe(stock.svg);
  });

  it('stops the build where Mermaid is another', async () => {
    const { mermaidFlowcharts } = await import('../../webview/mermaid.mjs');
    const building = esbuild.build({
      stdin: { contents: 'export {}', resolveDir: root },
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [mermaidFlowcharts()],
    });
    await expect(building).rejects.toThrow(/Mermaid is not the one that webview\/mermaid.mjs changes/);
  });
});

describe.skipIf(browser === undefined)('[browser] other texts', () => {
  const net = (units: number, filters = 8): Picture =>
    pictureOf(
      chain(
        'net',
        ['input', { shape: [8, 8, 1] }],
        ['conv2d', { filters, kernelSize: 3 }],
        ['flatten'],
        ['dense', { units, activation: 'relu' }],
        ['dense', { units: 3 }],
      ),
    );

  it.each([
    ['a digit', net(32), net(64)],
    ['more digits, shapes on connections too', net(32, 16), net(48, 24)],
    ['fewer', net(1000), net(7)],
  ])('are changed in place, as drawn anew: %s', async (_, before, after) => {
    await restart(pages.fast);
    expect((await paint(pages.fast, before)).isNew).toBe(true);
    const changed = await paint(pages.fast, after);
    expect(changed.isNew).toBe(false);
    await restart(pages.fast);
    const anew = await paint(pages.fast, after);
    expect(changed.rows).toEqual(anew.rows);
    expect(changed.labels).toEqual(anew.labels);
    expect(changed.rows.every(({ fits }) => fits)).toBe(true);
    expect(textsOf(changed)).toEqual(textsOf(anew));
  });

  it('are laid out anew where they do not fit', async () => {
    await restart(pages.fast);
    await paint(pages.fast, named(['a', 'b']));
    const wider = { ...named(['a', 'b']) };
    const [input, first, ...rest] = wider.nodes;
    if (input === undefined || first === undefined) throw new Error('no boxes');
    const long = 'a much longer text than before';
    const picture = {
      ...wider,
      nodes: [input, { ...first, lines: [long, '20 parameters'] as const }, ...rest],
      text: wider.text.replace('a · dense 4', long),
    };
    const { isNew, rows } = await paint(pages.fast, picture);
    expect(isNew).toBe(true);
    expect(rows.every(({ fits }) => fits)).toBe(true);
  });

  it('take colours with them', async () => {
    await restart(pages.fast);
    const before = net(32);
    await paint(pages.fast, before);
    const after = { ...before, nodes: before.nodes.map((node) => ({ ...node, state: 'unknown' as const })) };
    const { svg, isNew } = await paint(pages.fast, after);
    expect(isNew).toBe(false);
    expect(svg.match(/class="node [a-z0-9]+ [a-z]+ unknown"/g)).toHaveLength(before.nodes.length);
  });
});

/** Without what only an old drawing has: words in pieces of their own. */
const textsOf = ({ rows, labels }: Drawn) => [rows.map(({ id, text }) => [id, text]), labels];

describe.skipIf(browser === undefined)('[browser] hostile names', () => {
  /** In a box, a frame, and on a connection. */
  const everywhere = (name: string): Picture => {
    const box = { kind: 'layer', family: 'dense', state: 'ok', layers: [], places: [], frame: name } as const;
    const view = {
      title: name,
      nodes: [name, `${name}2`].map((id) => ({
        ...box,
        id,
        key: mermaidId(id),
        lines: [labelText(name), labelText(name)] as const,
      })),
      edges: [{ from: name, to: `${name}2`, state: 'ok', label: labelText(name), key: 'e1' } as const],
      frames: [{ id: name, title: labelText(name), layers: 2, fixed: false, key: frameId(name) }],
    };
    return { ...view, text: mermaidText(view, { forPage: true }) };
  };

  it.each(hostileNames)('%j is text', async (name) => {
    await restart(pages.fast);
    const { active, rows, labels, titles } = await paint(pages.fast, everywhere(name));
    expect(active).toEqual([]);
    const plain = (text: string): string => text.replaceAll(/\s+/g, '');
    expect(rows.map(({ text }) => plain(text))).toEqual([0, 1].map(() => plain(labelText(name)).repeat(2)));
    expect(labels.map(plain)).toEqual([plain(labelText(name))]);
    expect(titles.map(plain)).toEqual([plain(labelText(name))]);
  });

  it('leave the page as it was', async () => {
    await restart(pages.fast);
    await paint(pages.fast, named(hostileNames.filter((name) => !name.includes('/'))));
    expect(
      await pages.fast.evaluate(
        'Object.keys(Object.prototype).concat(Object.getOwnPropertyNames(window).filter((name) => name === "a"))',
      ),
    ).toEqual([]);
  });
});
