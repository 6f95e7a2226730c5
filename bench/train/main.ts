/**
 * Training steps, side by side with PyTorch's. The contenders take turns, so that a busy machine is busy for all of them;
 * the ratio compares each one's best number of threads.
 */
import { resolve } from 'node:path';
import { type Net, nets } from './nets';
import { type Contender, startOurs } from './ours';
import { startPytorch } from './pytorch';

const ROUNDS = 9;
const THREADS = [1, 2];

interface Row {
  readonly net: string;
  readonly contender: string;
  readonly threads: number;
  /** Median of the rounds. */
  readonly msPerStep: number;
  readonly stepsPerSecond: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

async function measure(net: Net, contenders: readonly Contender[]): Promise<Row[]> {
  const times = contenders.map((): number[] => []);
  for (let round = -1; round < ROUNDS; round++) {
    for (const [k, contender] of contenders.entries()) {
      const time = await contender.time(net, net.steps);
      // The first round warms up.
      if (round >= 0) times[k]?.push(time);
    }
  }
  return contenders.map(({ name, threads }, k) => {
    const msPerStep = median(times[k] ?? []);
    return { net: net.name, contender: name, threads, msPerStep, stepsPerSecond: 1000 / msPerStep };
  });
}

async function main(): Promise<void> {
  const threadFile = resolve('dist/onnxruntime-thread.js');
  const ours = await Promise.all(THREADS.map((threads) => startOurs(threadFile, threads, nets)));
  const pytorch = await startPytorch(resolve('bench/train/pytorch.py'), THREADS);
  const contenders = typeof pytorch === 'string' ? ours : [...ours, ...pytorch];

  const results = [];
  for (const net of nets) {
    const rows = await measure(net, contenders);
    const best = (isOurs: boolean): number =>
      Math.min(...rows.filter(({ contender }) => (contender === 'Modelwright') === isOurs).map(({ msPerStep }) => msPerStep));
    results.push({ net, rows, ...(typeof pytorch === 'string' ? {} : { ratio: best(true) / best(false) }) });
  }
  for (const contender of contenders) await contender.close();

  if (process.argv.includes('--json')) {
    const missing = typeof pytorch === 'string' ? { pytorch } : {};
    console.log(JSON.stringify({ nets: results.map(({ net, ...rest }) => ({ name: net.name, ...rest })), ...missing }));
  } else {
    for (const { net, rows, ratio } of results) {
      console.log(`${net.title}, Adam\n\n${''.padEnd(24)}threads   ms/step   steps/s`);
      for (const { contender, threads, msPerStep, stepsPerSecond } of rows) {
        const cells = [threads, msPerStep.toFixed(2), stepsPerSecond.toFixed(1)].map((cell) => String(cell).padStart(10));
        console.log(`${contender.padEnd(21)}${cells.join('')}`);
      }
      console.log(ratio === undefined ? '' : `\ntime of a step, each at its best: ${ratio.toFixed(2)} of PyTorch's\n`);
    }
    if (typeof pytorch === 'string') console.log(`PyTorch is left out: ${pytorch}`);
  }
}

void main();
