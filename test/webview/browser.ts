/** Chromium, and the built preview in it as the extension puts it into a webview: same page, same policy. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import type { PageParts } from '../../src/extension/page';
import { previewHtml } from '../../src/extension/preview/html';
import { trainingHtml } from '../../src/extension/training/html';
import type { ViewReport } from '../../src/protocol/editor';
import type { FromPreview, PreviewState, ToPreview } from '../../src/protocol/preview';
import type { FromTraining, ToTraining, TrainingState } from '../../src/protocol/training';
import { FONT, type ThemeName, themes } from '../fixtures/themes';
import { launchChromium } from '../vscode/chromium.mjs';

/** Tests and benches start in the repository's root. */
const dist = 'dist/webview/';
const inPage = ['in-page.js', 'in-preview.js'].map((name) => readFileSync(`test/webview/${name}`, 'utf8'));
const NONCE = 'nonceOfThisTest1';

/** A page and this side of it. */
interface WebPage<To, From, State> {
  readonly page: Page;
  /** What went wrong in the page: errors, and what its policy refused. */
  readonly complaints: readonly string[];
  /** The value of an expression in the page; `test` there has what the scripts in this folder look at. */
  ask<T>(expression: string): Promise<T>;
  /** Ends when all is drawn. */
  send(message: To): Promise<void>;
  paintAs(theme: ThemeName): Promise<void>;
  settled(): Promise<void>;
  /** All that the page said to the extension. */
  sent(): Promise<From[]>;
  state(): Promise<State>;
  close(): Promise<void>;
}

export interface Preview extends WebPage<ToPreview, FromPreview, PreviewState> {
  show(report: ViewReport): Promise<void>;
}

export type TrainingPage = WebPage<ToTraining, FromTraining, TrainingState>;

export interface Window<State = PreviewState> {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly state?: State;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Instead of those that are built. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Host {
  readonly browser: Browser;
  open(window?: Window): Promise<Preview>;
  openTraining(window?: Window<TrainingState>): Promise<TrainingPage>;
  close(): Promise<void>;
}

interface InPage {
  readonly test: { post(message: unknown): Promise<void> };
}

const HTML: Readonly<Record<string, (parts: PageParts) => string>> = { preview: previewHtml, training: trainingHtml };

export async function startHost(executablePath: string): Promise<Host> {
  const browser = await launchChromium(executablePath);
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const [, name = '', ending = ''] = /^\/(\w+)(\.js|\.css)?$/.exec(new URL(request.url ?? '/', origin).pathname) ?? [];
    const html = HTML[name];
    if (html === undefined) {
      response.writeHead(204).end();
    } else if (ending === '') {
      response.setHeader('content-type', 'text/html');
      response.end(html({ script: `/${name}.js`, style: `/${name}.css`, cspSource: origin, nonce: NONCE }));
    } else {
      response.setHeader('content-type', ending === '.js' ? 'text/javascript' : 'text/css');
      response.end(readFileSync(`${dist}${name}${ending}`));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    browser,
    async open(window = {}) {
      const shown = await openPage<ToPreview, FromPreview, PreviewState>(browser, `${address}preview`, window);
      return { ...shown, show: (report) => shown.send({ type: 'show', report }) };
    },
    openTraining: (window = {}) => openPage(browser, `${address}training`, window),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPage<To, From, State>(
  browser: Browser,
  address: string,
  window: Window<State>,
): Promise<WebPage<To, From, State>> {
  const { theme = 'dark', width = 900, height = 1000, state, reducedMotion = 'reduce', files = {} } = window;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript({
    content: `(() => { const given = ${JSON.stringify({ ...themeOf(theme), state })};\n${inPage.join('\n')}\n})();`,
  });
  for (const [name, text] of Object.entries(files)) {
    const contentType = name.endsWith('.js') ? 'text/javascript' : 'text/css';
    await page.route(`**/${name}`, (route) => route.fulfill({ contentType, body: text }));
  }
  await page.goto(address);
  const ask = <T>(expression: string): Promise<T> => page.evaluate<T>(expression);
  return {
    page,
    complaints,
    ask,
    // Typed arrays arrive as such.
    send: (message) => page.evaluate((given) => (globalThis as unknown as InPage).test.post(given), message as unknown),
    paintAs: (name) => ask(`test.paintAs(${JSON.stringify(themeOf(name))})`),
    settled: () => ask('test.settled()'),
    sent: () => ask('test.sent()'),
    state: () => ask('test.state()'),
    close: () => page.close(),
  };
}

const themeOf = (name: ThemeName) => ({ ...themes[name], variables: { ...themes[name].variables, ...FONT } });
