/** A contender is a process that trains one epoch for each byte it is sent, and answers with a line of JSON. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What it says first. */
export interface Ready {
  /** Of all that takes part: `Keras 3.15.1, TensorFlow 2.21.0`. */
  readonly versions: string;
  /** Absent where the library decides. */
  readonly threads?: number;
}

export interface Epoch {
  readonly ms: number;
  /** What it measured over the epoch, to see that it trained. */
  readonly loss: number;
  readonly accuracy: number;
}

/** Milliseconds. Whoever takes longer to start, or for an epoch, is ended. */
const PATIENCE = 120_000;

export interface Contender extends Ready {
  readonly name: string;
  epoch(): Promise<Epoch>;
  close(): Promise<void>;
}

export interface Absent {
  readonly name: string;
  readonly reason: string;
}

export const isAbsent = (one: Contender | Absent): one is Absent => 'reason' in one;

export async function startContender(
  name: string,
  [program, ...args]: readonly [string, ...string[]],
): Promise<Contender | Absent> {
  // The measurements are of processors.
  const env = { ...process.env, CUDA_VISIBLE_DEVICES: '-1', TF_CPP_MIN_LOG_LEVEL: '3', KERAS_BACKEND: 'tensorflow' };
  const child = spawn(program, args, { stdio: 'pipe', env });
  const complaints: string[] = [];
  child.stderr.on('data', (text) => complaints.push(String(text)));
  child.stdin.on('error', () => {});
  const ended = new Promise<Error>((resolve) => {
    child.once('error', () => resolve(new Error(`${program} can't be started`)));
    child.once('close', (code) => resolve(new Error(lastLine(complaints) ?? `it ended with exit code ${code}`)));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function next<T>(): Promise<T> {
    const timer = setTimeout(() => {
      complaints.push(`\nno answer in ${PATIENCE / 1000} seconds`);
      child.kill('SIGKILL');
    }, PATIENCE);
    try {
      for (;;) {
        const line = await Promise.race([lines.next(), ended]);
        if (line instanceof Error) throw line;
        if (line.done) throw await ended;
        // Some libraries greet.
        if (line.value.startsWith('{')) return JSON.parse(line.value);
      }
    } finally {
      clearTimeout(timer);
    }
  }

  try {
    return {
      name,
      ...(await next<Ready>()),
      epoch() {
        child.stdin.write('\n');
        return next<Epoch>();
      },
      async close() {
        child.stdin.end();
        await ended;
      },
    };
  } catch (error) {
    return { name, reason: (error as Error).message };
  }
}

const lastLine = (texts: readonly string[]): string | undefined => texts.join('').trim().split('\n').at(-1) || undefined;
