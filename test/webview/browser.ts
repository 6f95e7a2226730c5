/** Chromium, and the built preview in it as the extension puts it into a webview: same page, same policy. */

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { contentSecurityPolicy, previewHtml } from '../../src/extension/preview/html';
import type { ViewReport } from '../../src/protocol/editor';
import type { FromPreview, PreviewState, ToPreview } from '../../src/protocol/preview';
import { FONT, type ThemeName, themes } from '../fixtures/themes';
import { launchChromium } from '../vscode/chromium.mjs';

/** Tests and benches start in the repository's root. */
const dist = 'dist/webview/';
const inPage = readFileSync('test/webview/in-page.js', 'utf8');
const NONCE = 'nonceOfThisTest1';

export interface Preview {
  readonly page: Page;
  /** What went wrong in the page: errors, and what its policy refused. */
  readonly complaints: readonly string[];
  /** The value of an expression in the page; `test` there has what in-page.js looks at. */
  ask<T>(expression: string): Promise<T>;
  /** Ends when all is drawn. */
  send(message: ToPreview): Promise<void>;
  show(report: ViewReport): Promise<void>;
  paintAs(theme: ThemeName): Promise<void>;
  settled(): Promise<void>;
  /** All that the page said to the extension. */
  sent(): Promise<FromPreview[]>;
  state(): Promise<PreviewState>;
  close(): Promise<void>;
}

export interface Window {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly state?: PreviewState;
  readonly reducedMotion?: 'reduce' | 'no-preference';
}

export interface Host {
  readonly browser: Browser;
  open(window?: Window): Promise<Preview>;
  close(): Promise<void>;
}

export async function startHost(executablePath: string): Promise<Host> {
  const browser = await launchChromium(executablePath);
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const path = new URL(request.url ?? '/', origin).pathname;
    if (path === '/preview.js' || path === '/preview.css') {
      response.setHeader('content-type', path.endsWith('.js') ? 'text/javascript' : 'text/css');
      response.end(readFileSync(`${dist}${path.slice(1)}`));
      return;
    }
    if (path !== '/') {
      response.writeHead(204).end();
      return;
    }
    response.setHeader('content-type', 'text/html');
    response.setHeader('content-security-policy', contentSecurityPolicy({ cspSource: origin, nonce: NONCE }));
    response.end(previewHtml({ script: '/preview.js', style: '/preview.css', cspSource: origin, nonce: NONCE }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    browser,
    open: (window = {}) => openPreview(browser, address, window),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPreview(browser: Browser, address: string, window: Window): Promise<Preview> {
  const { theme = 'dark', width = 900, height = 1000, state, reducedMotion = 'reduce' } = window;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion });
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
  });
  await page.addInitScript({
    content: `(() => { const given = ${JSON.stringify({ ...themeOf(theme), state })};\n${inPage}\n})();`,
  });
  await page.goto(address);
  const ask = <T>(expression: string): Promise<T> => page.evaluate<T>(expression);
  const send = (message: ToPreview): Promise<void> => ask(`test.post(${JSON.stringify(message)})`);
  return {
    page,
    complaints,
    ask,
    send,
    show: (report) => send({ type: 'show', report }),
    paintAs: (name) => ask(`test.paintAs(${JSON.stringify(themeOf(name))})`),
    settled: () => ask('test.settled()'),
    sent: () => ask('test.sent()'),
    state: () => ask('test.state()'),
    close: () => page.close(),
  };
}

const themeOf = (name: ThemeName) => ({ ...themes[name], variables: { ...themes[name].variables, ...FONT } });
