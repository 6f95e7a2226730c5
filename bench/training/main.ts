/**
 * Whole epochs of training, side by side. Each contender has a process of its own with the data in memory, and they take turns,
 * so that a busy machine is busy for all of them. `main <contender> <net> <folder>` is such a process.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { findRuntimes } from '../../src/runtimes/find';
import { type Absent, type Contender, type Epoch, isAbsent, startContender } from './contender';
import { writeData } from './data';
import { runModelwright } from './modelwright';
import { type Net, nets } from './nets';
import { type Result, rowsOf, textOf } from './table';
import { runTfjs } from './tfjs';

const ROUNDS = Number(process.argv.find((argument) => argument.startsWith('--rounds='))?.split('=')[1] ?? 7);

const python = process.env.MODELWRIGHT_PYTHON ?? 'python3';
const binding = process.env.MODELWRIGHT_TENSORFLOW;
/** Where a TensorFlow runtime is looked for, beside those that are installed. */
const from = binding === undefined ? process.cwd() : dirname(resolve(binding));
const runtime = findRuntimes({ from }).find((one) => existsSync(one.binding));
const GET_PYTHON = 'pip install -r bench/training/requirements.txt, and name that Python in MODELWRIGHT_PYTHON';
const GET_TENSORFLOW = 'npx modelwright runtime install';

/** In the order of the table. */
async function startAll(net: Net, folder: string): Promise<(Contender | Absent)[]> {
  const own = (name: string, role: Role) => startContender(name, [process.execPath, __filename, role, net.name, folder]);
  const inPython = async (name: string, script: string, ...more: string[]): Promise<Contender | Absent> => {
    const args = [resolve('bench/training', script), net.name, folder, String(net.batch), ...more];
    const started = await startContender(name, [python, ...args]);
    return isAbsent(started) ? { name, reason: `${started.reason} (${GET_PYTHON})` } : started;
  };
  const ofTensorflow = async (name: string, role: Role): Promise<Contender | Absent> =>
    runtime === undefined ? { name, reason: `there is no TensorFlow runtime (${GET_TENSORFLOW})` } : own(name, role);

  const all = [
    await ofTensorflow('Modelwright (tensorflow)', 'tensorflow'),
    await own('Modelwright (onnxruntime)', 'onnxruntime'),
    await ofTensorflow('tfjs-node', 'tfjs'),
    await inPython('Keras', 'keras_fit.py'),
  ];
  for (const threads of new Set([1, availableParallelism()])) all.push(await inPython('PyTorch', 'pytorch.py', String(threads)));
  return all;
}

async function measure(net: Net): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'modelwright-bench-'));
  try {
    writeData(folder, net.rows);
    const all = await startAll(net, folder);
    const timed = all.flatMap((one) => (isAbsent(one) ? [] : [{ contender: one, epochs: [] as Epoch[] }]));
    for (let round = -1; round < ROUNDS; round++) {
      process.stderr.write(`${net.name}: ${round < 0 ? 'warming up' : `round ${round + 1} of ${ROUNDS}`}\n`);
      for (const { contender, epochs } of timed) {
        const epoch = await contender.epoch();
        // The first one warms up.
        if (round >= 0) epochs.push(epoch);
      }
    }
    for (const { contender } of timed) await contender.close();
    return { net: net.name, rows: rowsOf(timed), absent: all.filter(isAbsent) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const results: Result[] = [];
  for (const net of nets) results.push(await measure(net));
  if (process.argv.includes('--json')) console.log(JSON.stringify(results));
  else for (const [k, net] of nets.entries()) console.log(textOf(net, results[k] as Result));
}

const roles = {
  tensorflow: (net: Net, folder: string) => runModelwright(net, folder, 'tensorflow', from),
  onnxruntime: (net: Net, folder: string) => runModelwright(net, folder, 'onnxruntime', from),
  tfjs: (net: Net, folder: string) => runTfjs(net, folder, runtime?.folder ?? ''),
} as const;
type Role = keyof typeof roles;

const [role, name, folder] = process.argv.slice(2);
const net = nets.find((one) => one.name === name);
const work = net && folder ? roles[role as Role](net, folder) : main();
work.catch(({ message }: Error) => {
  console.error(message);
  process.exit(1);
});
