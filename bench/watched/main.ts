/**
 * What an open panel costs the training that it shows: `npm run bench -- watched`. Trainings of `examples/digits.model.ts`, one thread
 * each, in real VS Code's workspace: with their panel in sight, and with the window beside them but no panel, in turns.
 */
import { spawn } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runsDirectory } from '../../src/runs/layout';
import { listRuns, readCurves } from '../../src/runs/read';
import { type CodeWindow, openWindow } from '../../test/vscode/window';
import { quantile } from '../editor/quantile';

const TURNS = 5;
const FILE = 'digits.model.ts';
/** Long enough to open a panel in the first half, and measure the second. */
const EPOCHS = 250;

const cli = fileURLToPath(new URL('../../dist/cli.js', `file://${__filename}`));

async function main(): Promise<void> {
  const code = await openWindow({ settings: { 'modelwright.training.showPanel': false } });
  const times: { readonly open: number[]; readonly closed: number[] } = { open: [], closed: [] };
  try {
    await code.open(FILE);
    for (let turn = 0; turn < TURNS; turn += 1) {
      times.open.push(await train(code, true));
      times.closed.push(await train(code, false));
    }
  } finally {
    await code.close();
  }
  const [open, closed] = [quantile(times.open, 0.5), quantile(times.closed, 0.5)];
  const result = { open, closed, ratio: open / closed, turns: times };
  if (process.argv.includes('--json')) console.log(JSON.stringify(result));
  else {
    console.table(times.open.map((one, turn) => ({ open: one.toFixed(3), closed: times.closed[turn]?.toFixed(3) })));
    console.log(
      `milliseconds per step: ${open.toFixed(3)} with the panel, ${closed.toFixed(3)} without; ${result.ratio.toFixed(3)} times`,
    );
  }
}

/** Milliseconds per step in the second half. */
async function train(code: CodeWindow, watched: boolean): Promise<number> {
  const runs = runsDirectory(join(code.folder, FILE));
  const before = listRuns(runs);
  const child = spawn(process.execPath, [cli, 'train', FILE, '--json', '--threads', '1', '--epochs', String(EPOCHS)], {
    cwd: code.folder,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const id = await newRun(runs, before);
  if (watched) {
    await code.focusEditor(FILE);
    await code.command('Modelwright: Show Training');
    await code.preview.locator('.chart canvas').first().waitFor();
  }
  await ended;
  if (watched) await code.command('View: Close Editor');
  const { columns, rows, values } = readCurves(join(runs, basename(id)));
  const time = (row: number): number => values[row * columns.length + columns.indexOf('time')] ?? 0;
  const half = Math.floor(rows / 2);
  return (time(rows - 1) - time(half)) / (rows - 1 - half);
}

async function newRun(runs: string, before: readonly string[]): Promise<string> {
  for (;;) {
    const id = listRuns(runs).find((one) => !before.includes(one));
    if (id !== undefined) return id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
