/**
 * An edit every 200 ms, and memory that does not grow by it: in the extension host, and in the language server with its sandbox. The
 * preview is given as many pictures in a page of its own, since the window around it keeps things too: VS Code alone grows by more
 * than 1 MB a minute of such typing. One minute here; `npm run soak` takes ten.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestCompiler } from '../compiler/compiler';
import { browser, vscode } from '../needs';
import { startHost } from '../webview/browser';
import { reportOf } from '../webview/reports';
import { processesBelow } from './processes';
import { type CodeWindow, openWindow, placeOf } from './window';

const MINUTES = process.env.MODE === 'soak' ? 10 : 1;
const PACE_MS = 200;
/** Caches fill and code is compiled before memory is worth looking at. */
const WARM_UP_MS = 20_000;
const SAMPLES = 7;
const ALLOWED = 1e6;

/** Typed behind the rate of the dropout: a text in a box, a text that can't be read, a box that goes and comes back. */
const keys = ['1', 'Backspace', '(', 'Backspace', 'Control+/', 'Control+/'];

type Points = readonly (readonly [minutes: number, bytes: number])[];

describe.skipIf(vscode === undefined)('[vscode] typing for a long time', () => {
  const probes = mkdtempSync(join(tmpdir(), 'modelwright-probes-'));
  let code: CodeWindow;
  beforeAll(async () => {
    const preload = fileURLToPath(new URL('probe.cjs', import.meta.url));
    code = await openWindow({ preload, env: { MODELWRIGHT_PROBES: probes } });
    await code.open('digits.model.ts');
    await code.command('Modelwright: Show Architecture');
    await code.box('dropout 0.3').waitFor();
    await code.focusEditor('digits.model.ts');
    const { line, column, length } = placeOf(readFileSync(join(code.folder, 'digits.model.ts'), 'utf8'), 'dropout(0.3');
    await code.go(line, column + length);
  });
  afterAll(async () => {
    await code?.close();
    rmSync(probes, { recursive: true, force: true });
  });

  test(
    `memory grows by less than 1 MB a minute, over ${MINUTES}`,
    async () => {
      const host: [number, number][] = [];
      const server: [number, number][] = [];
      const start = Date.now();
      let edits = 0;
      for (let next = start; host.length < SAMPLES; next += PACE_MS) {
        await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
        await code.page.keyboard.press(keys[edits % keys.length] ?? '');
        edits += 1;
        // After whole rounds, so that the same text stands at every sample.
        const due = start + WARM_UP_MS + (host.length * MINUTES * 60_000) / (SAMPLES - 1);
        if (edits % keys.length !== 0 || Date.now() < due) continue;
        const minutes = (Date.now() - start) / 60_000;
        host.push([minutes, await bytesOf(probes, processesBelow(code.pid, /--type=extensionHost/))]);
        server.push([minutes, await bytesOf(probes, processesBelow(code.pid, /dist\/server\.js/))]);
      }
      await code.box('dropout 0.3').waitFor();
      expect(slope(host), 'extension host').toBeLessThan(ALLOWED);
      expect(slope(server), 'language server').toBeLessThan(ALLOWED);
      expect(code.complaints).toEqual([]);
    },
    (MINUTES + 4) * 60_000,
  );
});

describe.skipIf(browser === undefined)('[browser] drawing for a long time', () => {
  const compiler = createTestCompiler();

  test(
    `memory grows by less than 1 MB with the pictures of a minute, over ${MINUTES}`,
    async () => {
      const file = 'examples/digits.model.ts';
      const text = readFileSync(file, 'utf8');
      // Another text in a box, and one box fewer.
      const texts = [text, text.replace('0.3', '0.31'), text.replace('x = dropout', '// x = dropout')];
      const reports = await Promise.all(texts.map(async (one) => reportOf(await compiler.compile(file, one))));
      const page = await startHost(browser ?? '');
      const preview = await page.open();
      const devtools = await preview.page.context().newCDPSession(preview.page);
      const perMinute = 60_000 / PACE_MS;
      const points: [number, number][] = [];
      for (let shown = 0; points.length < SAMPLES; shown += 1) {
        const report = reports[shown % reports.length];
        if (report !== undefined) await preview.show(report);
        if (shown < 50 + (points.length * MINUTES * perMinute) / (SAMPLES - 1) || shown % reports.length !== 0) continue;
        await devtools.send('HeapProfiler.collectGarbage');
        points.push([shown / perMinute, (await devtools.send('Runtime.getHeapUsage')).usedSize]);
      }
      await page.close();
      expect(slope(points)).toBeLessThan(ALLOWED);
    },
    MINUTES * 120_000,
  );
});

/** Of a process with all its workers. */
async function bytesOf(probes: string, [pid]: readonly number[]): Promise<number> {
  const sockets = readdirSync(probes).filter((name) => name.startsWith(`${pid}-`));
  if (pid === undefined || sockets.length === 0) throw new Error(`Process ${pid} has no probe.`);
  const sizes = await Promise.all(sockets.map((name) => answer(join(probes, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** 0 where the worker has ended. */
const answer = (path: string): Promise<number> =>
  new Promise((resolve) => {
    let text = '';
    connect(path)
      .on('data', (data) => {
        text += data;
      })
      .on('error', () => resolve(0))
      .on('end', () => resolve(Number(text)));
  });

/** Of the straight line that fits best. */
function slope(points: Points): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const covariance = mean(points.map(([at, value]) => (at - x) * (value - y)));
  return covariance / mean(points.map(([at]) => (at - x) ** 2));
}
