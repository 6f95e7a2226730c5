/** What it costs to draw a chart again after 100 more rows: `npm run bench -- panel`. Six columns, one chart of 900 × 400. */

import { findChromium } from '../../test/vscode/chromium.mjs';
import { type ChartPage, startChartHost } from '../../test/webview/charts';
import { quantile } from '../editor/quantile';

const DRAWINGS = 40;
const SMOOTHING = [0, 0.9];

interface Row {
  readonly rows: number;
  readonly smoothing: number;
  /** Milliseconds of the page's main thread, from the rows to the canvas. */
  readonly median: number;
  readonly p95: number;
  /** From no rows at all to the first drawing. */
  readonly first: number;
}

async function main(): Promise<void> {
  const executable = findChromium();
  if (executable === undefined) throw new Error('There is no Chromium here.');
  const host = await startChartHost(executable);
  const rows: Row[] = [];
  for (const count of [10_000, 100_000, 1_000_000]) {
    for (const smoothing of SMOOTHING) {
      const page = await host.open({ width: 940, height: 460 });
      rows.push({ rows: count, smoothing, ...(await measure(page, count, smoothing)) });
      await page.close();
    }
  }
  await host.close();
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
  else
    console.table(
      rows.map((row) => ({ ...row, median: row.median.toFixed(1), p95: row.p95.toFixed(1), first: row.first.toFixed(0) })),
    );
}

/** Each drawing is asked for a tenth of a second after the one before, as data come. */
async function measure(page: ChartPage, count: number, smoothing: number): Promise<Omit<Row, 'rows' | 'smoothing'>> {
  const session = await page.page.context().newCDPSession(page.page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const cpu = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0);
  };
  const total = count + 100 * DRAWINGS;
  const run = { steps: count, total, stepsPerEpoch: count / 20 };
  await page.ask(`test.open({ run: ${JSON.stringify({ ...run, steps: 0 })}, width: 900, height: 400, smoothing: ${smoothing} })`);
  await page.ask(`globalThis.all = test.rowsOf(${JSON.stringify({ ...run, steps: total })})`);
  const grow = async (from: number, to: number): Promise<number> => {
    const before = await cpu();
    await page.ask(`(test.shown.history.take({ from: ${from}, values: all.subarray(${6 * from}, ${6 * to}) }), test.show({}))`);
    return (await cpu()) - before;
  };
  const first = await grow(0, count);
  const times: number[] = [];
  for (let at = 0; at < DRAWINGS; at += 1) times.push(await grow(count + 100 * at, count + 100 * (at + 1)));
  return { median: quantile(times, 0.5), p95: quantile(times, 0.95), first };
}

void main();
