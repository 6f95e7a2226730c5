/** PyTorch as a contender: one Python process, asked by lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Contender } from './ours';

/** One contender for each number of threads; or why there is none. */
export async function startPytorch(script: string, threads: readonly number[]): Promise<readonly Contender[] | string> {
  const python = process.env.MODELWRIGHT_PYTHON ?? 'python3';
  const child = spawn(python, [script], { stdio: ['pipe', 'pipe', 'pipe'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const complaints: string[] = [];
  child.stderr.on('data', (text) => complaints.push(String(text)));
  const failure = new Promise<string>((resolve) => {
    child.once('error', () => resolve(`${python} can't be started.`));
    child.once('exit', () => resolve(complaints.join('').trim().split('\n').at(-1) ?? 'it ended'));
  });
  const first = await Promise.race([lines.next(), failure]);
  if (typeof first === 'string' || first.done) return await failure;
  return threads.map((count) => ({
    name: `PyTorch ${first.value}`,
    threads: count,
    async time(net, steps) {
      child.stdin.write(`${net.name} ${count} ${steps}\n`);
      return Number((await lines.next()).value);
    },
    close: () => end(child),
  }));
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.stdin?.end();
  });
