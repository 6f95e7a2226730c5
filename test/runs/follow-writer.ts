/** Goes on with a run as fast as it can, in a process of its own. */
import { message } from '../../src/protocol/messages';
import { readColumns, readRun } from '../../src/runs/read';
import { reopenRun } from '../../src/runs/reopen';

/** `end`: `crash` or nothing. */
export function goOn([directory = '', step = '0', rows = '0', value = '0', end = '']: readonly string[]): void {
  const from = Number(step);
  const { settings } = readRun(directory);
  const columns = readColumns(directory);
  const run = reopenRun(directory, { epoch: 0, step: from }, columns);
  run.append(
    run.stamp({
      k: 'start',
      run: run.id,
      model: settings.model,
      engine: 'interpreter',
      device: 'cpu',
      threads: 1,
      seed: 1,
      epochs: 1,
      stepsPerEpoch: 1,
      batchSize: 1,
      rows: { train: 1, validation: 0, test: 0 },
      columns,
    }),
  );
  const reason = from > 0 ? { reason: message('resumed', { step: from }) } : {};
  run.update({ state: 'running' });
  run.append(run.stamp({ k: 'state', state: 'running', ...reason }));
  for (let k = from + 1; k <= from + Number(rows); k++) {
    run.addRow([k, 1, Number(value) + k / 3]);
    run.progress(1, k);
    if (k % 500 === 0) run.append(run.stamp({ k: 'epoch', epoch: k / 500, step: k, values: { loss: k }, best: false }));
    // Slow enough to be followed, and to be killed in the middle.
    if (k % 2000 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  if (end === 'crash') process.kill(process.pid, 'SIGKILL');
  run.flush();
  run.update({ state: 'stopped', exitCode: 130 });
  run.append(run.stamp({ k: 'end', state: 'stopped', exitCode: 130 }));
  run.close();
}
