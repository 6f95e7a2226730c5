/** Chromium, and charts in it without the rest of the panel: under the policy that a webview has. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import { FONT, type ThemeName, themes } from '../fixtures/themes';
import { launchChromium } from '../vscode/chromium.mjs';

const NONCE = 'nonceOfThisTest1';
const CHARTS = `
  import { createChart } from './webview/training/chart/chart';
  import { createHistory } from './webview/training/chart/history';
  import { createTogether } from './webview/training/chart/together';
  globalThis.charts = { createChart, createHistory, createTogether };
`;
const STYLE = `
  body { margin: 0; padding: 16px; background: var(--vscode-editor-background); color: var(--vscode-foreground);
    font-family: var(--vscode-font-family); font-size: var(--vscode-font-size); }
  .place { margin-bottom: 16px; }
`;

export interface ChartPage {
  readonly page: Page;
  /** Errors, and what the policy refused. */
  readonly complaints: readonly string[];
  /** The value of an expression in the page; `test` there is of charts-in-page.js. */
  ask<T>(expression: string): Promise<T>;
  paintAs(theme: ThemeName): Promise<void>;
  close(): Promise<void>;
}

export interface ChartHost {
  open(window?: {
    readonly theme?: ThemeName;
    readonly width?: number;
    readonly height?: number;
    readonly scale?: number;
  }): Promise<ChartPage>;
  close(): Promise<void>;
}

export async function startChartHost(executablePath: string): Promise<ChartHost> {
  const { outputFiles } = await build({
    stdin: { contents: CHARTS, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    format: 'iife',
    target: 'chrome122',
    outdir: 'charts',
    write: false,
  });
  const bundle = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/page.js': ['text/javascript', bundle('.js') + readFileSync('test/webview/charts-in-page.js', 'utf8')],
    '/page.css': ['text/css', bundle('.css') + STYLE],
    '/': [
      'text/html',
      `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Charts</title><link rel="stylesheet" href="/page.css">
      </head><body><script nonce="${NONCE}" src="/page.js"></script></body></html>`,
    ],
  };
  const server = createServer((request, response) => {
    const file = files[request.url ?? '/'];
    if (file === undefined) {
      response.writeHead(204).end();
      return;
    }
    response.setHeader('content-type', file[0]);
    const policy = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src http://${request.headers.host}`;
    if (file[0] === 'text/html') response.setHeader('content-security-policy', policy);
    response.end(file[1]);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = await launchChromium(executablePath);
  return {
    async open({ theme = 'dark', width = 540, height = 560, scale = 1 } = {}) {
      const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale });
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(`console: ${message.text()}`);
      });
      await page.goto(address);
      const ask = <T>(expression: string): Promise<T> => page.evaluate<T>(expression);
      const paintAs = (name: ThemeName): Promise<void> =>
        ask(`test.paintAs(${JSON.stringify({ ...themes[name], variables: { ...themes[name].variables, ...FONT } })})`);
      await paintAs(theme);
      return { page, complaints, ask, paintAs, close: () => page.close() };
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
