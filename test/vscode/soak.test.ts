/**
 * Memory that does not grow with what goes on: an edit every 200 ms, alone and beside a training whose panel is in sight; in the
 * extension host, and in the language server with its sandbox. The pages are told as much in a window of their own, since the one
 * around them keeps things too: VS Code alone grows by more than 1 MB a minute of such typing. One minute here; `npm run soak` takes ten.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/protocol/events';
import type { More } from '../../src/protocol/training';
import { layoutOf } from '../../src/runs/layout';
import { readCurves, readStatus } from '../../src/runs/read';
import { createTestCompiler } from '../compiler/compiler';
import { browser, vscode } from '../needs';
import { cli } from '../process/cli';
import { startHost } from '../webview/browser';
import { reportOf } from '../webview/reports';
import { trainings } from '../webview/trained';
import { processesBelow } from './processes';
import { FILE, runsOf } from './steps';
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

describe.skipIf(vscode === undefined)('[vscode] for a long time', () => {
  const probes = mkdtempSync(join(tmpdir(), 'modelwright-probes-'));
  const processes: ChildProcess[] = [];
  let code: CodeWindow;
  beforeAll(async () => {
    const preload = fileURLToPath(new URL('probe.cjs', import.meta.url));
    code = await openWindow({ preload, env: { MODELWRIGHT_PROBES: probes } });
    const path = join(code.folder, FILE);
    // Some hundred steps a second where the machine has nothing else to do, and more epochs than there is time for.
    writeFileSync(path, readFileSync(path, 'utf8').replace('epochs: 20', 'epochs: 200_000'));
    await code.open(FILE);
    await code.command('Modelwright: Show Architecture');
    await code.box('dropout 0.3').waitFor();
    await goToRate();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await code.screenshot(`failed ${task.name}`);
  });
  afterAll(async () => {
    for (const one of processes) one.kill('SIGKILL');
    await code?.close();
    rmSync(probes, { recursive: true, force: true });
  });

  async function goToRate(): Promise<void> {
    await code.focusEditor(FILE);
    const { line, column, length } = placeOf(readFileSync(join(code.folder, FILE), 'utf8'), 'dropout(0.3');
    await code.go(line, column + length);
  }

  const hostBytes = () => bytesOf(probes, processesBelow(code.pid, /--type=extensionHost/));
  const serverBytes = () => bytesOf(probes, processesBelow(code.pid, /dist\/server\.js/));

  async function typeOn(): Promise<{ readonly host: Points; readonly server: Points }> {
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
      host.push([minutes, await hostBytes()]);
      server.push([minutes, await serverBytes()]);
    }
    return { host, server };
  }

  function expectSteady({ host, server }: { readonly host: Points; readonly server: Points }): void {
    expectSlow('extension host', host);
    expectSlow('language server', server);
    expect(code.complaints).toEqual([]);
  }

  const newest = (): string => join(code.folder, '.modelwright/runs', runsOf(code).at(-1) ?? '');

  /** As in a terminal elsewhere; once its run is there. */
  async function train(...options: readonly string[]): Promise<ChildProcess> {
    const before = runsOf(code).length;
    const child = spawn(process.execPath, [cli, 'train', FILE, '--threads', '1', ...options], {
      cwd: code.folder,
      stdio: 'ignore',
    });
    processes.push(child);
    await expect.poll(() => runsOf(code).length).toBe(before + 1);
    return child;
  }

  /** Of the page of the training. */
  async function rowsDrawn(): Promise<number> {
    const summary = await (await frameWith(code, '.charts')).locator('.chart').first().getAttribute('aria-label');
    return Number(/ at step ([\d,]+)/.exec(summary ?? '')?.[1]?.replaceAll(',', '') ?? 0);
  }

  test(
    `typing: memory grows by less than 1 MB a minute, over ${MINUTES}`,
    async () => {
      const grown = await typeOn();
      await code.box('dropout 0.3').waitFor();
      expectSteady(grown);
    },
    (MINUTES + 4) * 60_000,
  );

  test(
    `typing beside a training: memory grows by less than 1 MB a minute, over ${MINUTES}`,
    async () => {
      await train();
      await code.command('Modelwright: Show Training');
      // It comes up over the picture; both are to be in sight.
      await code.page.locator('.tab', { hasText: 'digitsCnn' }).last().click();
      await code.command('View: Move Editor into Group Below');
      await expect.poll(rowsDrawn, { timeout: 60_000 }).toBeGreaterThan(0);
      await goToRate();
      const drawn = await rowsDrawn();
      const grown = await typeOn();
      await code.screenshot('soak');
      expect(await rowsDrawn()).toBeGreaterThan(drawn);
      expect(readStatus(newest()).state).toBe('running');
      await (await frameWith(code, '.mover')).locator('.mover .node', { hasText: 'dropout 0.3' }).waitFor();
      expectSteady(grown);
    },
    (MINUTES + 4) * 60_000,
  );

  test('the extension host keeps nothing of the rows that it tells a page', async () => {
    for (const one of processes) one.kill('SIGKILL');
    await code.page.locator('.tab', { hasText: 'digitsCnn' }).click({ button: 'middle' });
    const child = await train('--epochs', '1');
    await new Promise((resolve) => child.once('exit', resolve));
    const { rows } = readCurves(newest());
    const { curves } = layoutOf(newest());
    const many = Math.ceil(1_000_000 / rows);
    writeFileSync(curves, Buffer.concat(Array<Buffer>(many).fill(readFileSync(curves))));
    const before = await hostBytes();
    await code.command('Modelwright: Show Training');
    await expect.poll(rowsDrawn, { timeout: 60_000 }).toBe(many * rows);
    const grown = (await hostBytes()) - before;
    // Of 40 MB.
    expect(grown).toBeLessThan(4e6);
  });
});

/** Whichever webview that is in. */
async function frameWith({ page }: CodeWindow, selector: string): Promise<Frame> {
  let found: Frame | undefined;
  await expect
    .poll(async () => {
      for (const frame of page.frames()) {
        // A frame may go while it is asked.
        const count = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (count > 0) found = frame;
      }
      return found;
    })
    .toBeDefined();
  if (found === undefined) throw new Error(`There is no ${selector}.`);
  return found;
}

const ROWS_A_PIECE = 20;
/** Twice the values, twice the smoothed ones, and a little to find their extremes. */
const COPIES = 4.5;

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
      expectSlow('page', points);
    },
    MINUTES * 120_000,
  );

  /** Of a training of 200 steps a second: each piece has the rows of a tenth of one. */
  test(
    `memory grows by less than 1 MB with the curves of a minute, over ${MINUTES}`,
    async () => {
      const [{ info, more: whole }] = trainings();
      const { columns } = info;
      const host = await startHost(browser ?? '');
      const training = await host.openTraining();
      const devtools = await training.page.context().newCDPSession(training.page);
      await training.send({ type: 'run', run: info });
      const perMinute = 600;
      const points: [number, number][] = [];
      let events: readonly RunEvent[] = whole.events.items.slice(0, 2);
      let told = 0;
      let buffers = 0;
      let rows = 0;
      for (let sent = 0; points.length < SAMPLES; sent += 1) {
        const items = sent === 0 ? events : sent % 10 === 0 ? [epochAt(events.length, rows)] : [];
        if (sent > 0) events = [...events, ...items];
        const values = rowsFrom(rows, ROWS_A_PIECE, columns);
        await training.send({
          type: 'more',
          id: info.id,
          status: { state: 'running', epoch: told + 1, step: rows },
          events: { from: events.length - items.length, items },
          rows: { from: rows, values },
        } satisfies More);
        told += sent > 0 ? items.length : 0;
        rows += ROWS_A_PIECE;
        if (sent < 300 + (points.length * MINUTES * perMinute) / (SAMPLES - 1)) continue;
        // What waits to be drawn is drawn then, and what was drawn before is garbage.
        await training.page.waitForTimeout(500);
        await devtools.send('HeapProfiler.collectGarbage');
        await devtools.send('HeapProfiler.collectGarbage');
        const usage: { readonly usedSize: number; readonly backingStorageSize?: number } =
          await devtools.send('Runtime.getHeapUsage');
        points.push([sent / perMinute, usage.usedSize]);
        buffers = usage.backingStorageSize ?? 0;
      }
      expect(training.complaints).toEqual([]);
      await host.close();
      const mostBuffers = rows * columns.length * 8 * COPIES;
      expectSlow('page', points);
      expect(buffers).toBeGreaterThan(0);
      // Rows stand outside of that, in typed arrays, and are all kept: as they are and smoothed, in arrays of up to twice the length.
      expect(buffers).toBeLessThan(mostBuffers + ALLOWED);
    },
    MINUTES * 180_000,
  );
});

/** A loss that falls and is noisy, without chance. */
function rowsFrom(first: number, count: number, columns: readonly string[]): Float64Array {
  const values = new Float64Array(count * columns.length);
  for (let row = 0; row < count; row += 1) {
    const step = first + row + 1;
    const loss = 2 / Math.sqrt(step) + 0.05 * Math.sin(step * 12.9898) ** 2;
    const known: Readonly<Record<string, number>> = {
      time: step * 5,
      epoch: 1 + Math.floor(step / 200),
      learning_rate: 0.002,
      loss,
    };
    for (const [at, name] of columns.entries()) values[row * columns.length + at] = known[name] ?? 1 - loss / 4;
  }
  return values;
}

function epochAt(seq: number, step: number): RunEvent {
  const values = { loss: 2 / Math.sqrt(step), accuracy: 0.9, val_loss: 2.2 / Math.sqrt(step), val_accuracy: 0.88 };
  return { v: 1, seq, t: step * 5, k: 'epoch', epoch: Math.round(step / 200), step, values, best: false };
}

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

function expectSlow(name: string, points: Points): void {
  const sizes = points.map(([, bytes]) => (bytes / 1e6).toFixed(1)).join(', ');
  expect(slope(points), `bytes a minute in the ${name}, which had ${sizes} MB`).toBeLessThan(ALLOWED);
}

/** Of the straight line that fits best. */
function slope(points: Points): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const covariance = mean(points.map(([at, value]) => (at - x) * (value - y)));
  return covariance / mean(points.map(([at]) => (at - x) ** 2));
}
