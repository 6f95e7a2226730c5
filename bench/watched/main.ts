/**
 * What an open panel costs the training that it shows: `npm run bench -- watched`. One training of `examples/digits.model.ts`, with
 * one thread, beside a window of real VS Code: for some seconds its panel is in sight, then it is closed, in turns. A busy machine
 * is busy for both, so that the middle of the ratios of neighbours says more than the times.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { layoutOf, runsDirectory } from '../../src/runs/layout';
import { listRuns, readColumns, readCurves } from '../../src/runs/read';
import { type CodeWindow, openWindow } from '../../test/vscode/window';
import { quantile } from '../editor/quantile';

const TURNS = 15;
const FILE = 'digits.model.ts';
/** After the panel has come or gone, before anything is measured. */
const SETTLE_MS = 3000;
const MEASURE_MS = 4000;

/** From one moment to another: how many rows there were, and how much processor time the training had taken. */
type Span = readonly [from: Moment, to: Moment];

interface Moment {
  readonly row: number;
  readonly cpuMs: number;
}

interface Step {
  readonly ms: number;
  readonly cpuMs: number;
}

async function main(): Promise<void> {
  const code = await openWindow({ settings: { 'modelwright.training.showPanel': false } });
  const options = ['train', FILE, '--json', '--engine', 'onnxruntime', '--threads', '1', '--epochs', '100000'];
  const training = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), ...options], {
    cwd: code.folder,
    stdio: 'ignore',
  });
  try {
    await code.open(FILE);
    const run = await newRun(runsDirectory(join(code.folder, FILE)));
    const spans: { readonly open: Span; readonly closed: Span }[] = [];
    const span = () => spanOf(run, training.pid ?? 0);
    for (let turn = 0; turn < TURNS; turn += 1) spans.push({ open: await watched(code, span), closed: await span() });
    const { columns, values } = readCurves(run);
    const time = (row: number): number => values[row * columns.length + columns.indexOf('time')] ?? 0;
    const stepOf = ([from, to]: Span): Step => ({
      ms: (time(to.row) - time(from.row)) / (to.row - from.row),
      cpuMs: (to.cpuMs - from.cpuMs) / (to.row - from.row),
    });
    report(spans.map(({ open, closed }) => ({ open: stepOf(open), closed: stepOf(closed) })));
  } finally {
    training.kill('SIGKILL');
    await once(training, 'exit');
    await code.close();
  }
}

function report(turns: readonly { readonly open: Step; readonly closed: Step }[]): void {
  const figures = (of: keyof Step) => {
    const middle = (values: readonly number[]): number => quantile(values, 0.5);
    const ratios = turns.map(({ open, closed }) => open[of] / closed[of]);
    return { open: middle(turns.map(({ open }) => open[of])), closed: middle(turns.map(({ closed }) => closed[of])), ratios };
  };
  const result = { wall: figures('ms'), cpu: figures('cpuMs') };
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify(result));
    return;
  }
  for (const [name, { open, closed, ratios }] of Object.entries(result)) {
    const [low, ratio, high] = [0.25, 0.5, 0.75].map((part) => quantile(ratios, part).toFixed(3));
    const times = `${open.toFixed(3)} ms per step with the panel, ${closed.toFixed(3)} without`;
    console.log(`${name}: ${times}; ${ratio} times (half of ${TURNS} turns: ${low} to ${high})`);
  }
}

async function watched(code: CodeWindow, span: () => Promise<Span>): Promise<Span> {
  await code.command('Modelwright: Show Training');
  await code.preview.locator('.chart canvas').first().waitFor();
  const seen = await span();
  const tab = code.page.locator('.tab', { hasText: 'digitsCnn' });
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  return seen;
}

async function spanOf(run: string, pid: number): Promise<Span> {
  const rowBytes = 8 * readColumns(run).length;
  const now = (): Moment => ({ row: Math.floor(statSync(layoutOf(run).curves).size / rowBytes) - 1, cpuMs: cpuMsOf(pid) });
  await pause(SETTLE_MS);
  const from = now();
  await pause(MEASURE_MS);
  return [from, now()];
}

/** Of all threads of a process, as Linux counts it: in hundredths of a second. */
function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
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
