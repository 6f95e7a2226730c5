/**
 * What an open panel costs the training that it shows: `npm run bench -- watched`. One training of `examples/digits.model.ts`, with
 * one thread, beside a window of real VS Code: for some seconds its panel is in sight, then it is closed, in turns. A busy machine
 * is busy for both, so that the middle of the ratios of neighbours says more than the times.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { listRuns, readColumns, readCurves } from '../../src/runs/read';
import { type CodeWindow, openWindow } from '../../test/vscode/window';
import { quantile } from '../editor/quantile';

const TURNS = 20;
const FILE = 'digits.model.ts';
/** After the panel has come or gone, before anything is measured. */
const SETTLE_MS = 1500;
const MEASURE_MS = 4000;

/** Rows from one to another. */
type Span = readonly [from: number, to: number];

async function main(): Promise<void> {
  const code = await openWindow({ settings: { 'modelwright.training.showPanel': false } });
  const options = ['train', FILE, '--json', '--threads', '1', '--epochs', '100000'];
  const training = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), ...options], {
    cwd: code.folder,
    stdio: 'ignore',
  });
  try {
    await code.open(FILE);
    const run = await newRun(runsDirectory(join(code.folder, FILE)));
    const spans: { readonly open: Span; readonly closed: Span }[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) spans.push({ open: await watched(code, run), closed: await spanOf(run) });
    const { columns, values } = readCurves(run);
    const time = (row: number): number => values[row * columns.length + columns.indexOf('time')] ?? 0;
    const perStep = ([from, to]: Span): number => (time(to) - time(from)) / (to - from);
    report(spans.map(({ open, closed }) => ({ open: perStep(open), closed: perStep(closed) })));
  } finally {
    training.kill('SIGKILL');
    await once(training, 'exit');
    await code.close();
  }
}

function report(turns: readonly { readonly open: number; readonly closed: number }[]): void {
  const middle = (values: readonly number[]): number => quantile(values, 0.5);
  const ratios = turns.map(({ open, closed }) => open / closed);
  const [low, ratio, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(3));
  const [open, closed] = [middle(turns.map((turn) => turn.open)), middle(turns.map((turn) => turn.closed))];
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ open, closed, ratios }));
    return;
  }
  console.log(`ms per step: ${open.toFixed(3)} with the panel, ${closed.toFixed(3)} without`);
  console.log(`with it, a step takes ${ratio} times as long (half of ${TURNS} turns: ${low} to ${high})`);
}

async function watched(code: CodeWindow, run: string): Promise<Span> {
  await code.command('Modelwright: Show Training');
  await code.preview.locator('.chart canvas').first().waitFor();
  const span = await spanOf(run);
  const tab = code.page.locator('.tab', { hasText: 'digitsCnn' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  return span;
}

async function spanOf(run: string): Promise<Span> {
  const rows = (): number => Math.floor(statSync(layoutOf(run).curves).size / 8 / readColumns(run).length) - 1;
  await pause(SETTLE_MS);
  const from = rows();
  await pause(MEASURE_MS);
  return [from, rows()];
}

async function newRun(runs: string): Promise<string> {
  for (;;) {
    const [id] = listRuns(runs);
    if (id !== undefined) return join(runs, id);
    await pause(50);
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
