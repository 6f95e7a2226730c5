/** The compiler's side of the sandbox: one worker, evaluations one after the other, a new worker after every accident. */
import { Worker } from 'node:worker_threads';
import { type Evaluation, isBroken, MOST_MILLISECONDS, type Outcome } from './protocol';

export interface Sandbox {
  evaluate(evaluation: Evaluation): Promise<Outcome>;
  close(): Promise<void>;
}

/** Starts a worker; `path` is the bundle of `worker.ts`. */
export function createSandbox(path: string): Sandbox {
  let current = start(path);
  /** Only once a worker had to be thrown away: the file that did it will probably be evaluated again. */
  let spare: Instance | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const replace = (): void => {
    void current.worker.terminate();
    current = spare ?? start(path);
    spare = start(path);
  };

  const run = async (evaluation: Evaluation): Promise<Outcome> => {
    if (current.isGone()) replace();
    const outcome = await current.evaluate(evaluation).catch((error) => {
      replace();
      throw error;
    });
    if (isBroken(outcome)) replace();
    return outcome;
  };

  return {
    evaluate(evaluation) {
      const result = last.then(() => run(evaluation));
      last = result.catch(() => {});
      return result;
    },
    async close() {
      await Promise.all([current.worker.terminate(), spare?.worker.terminate()]);
    },
  };
}

interface Instance {
  readonly worker: Worker;
  /** It ended by itself, between two evaluations. */
  isGone(): boolean;
  evaluate(evaluation: Evaluation): Promise<Outcome>;
}

function start(path: string): Instance {
  // QuickJS counts its own stack; Node's default of 4 MB would run out first, and break the instance.
  const worker = new Worker(path, { resourceLimits: { stackSizeMb: 16 }, stdout: true, stderr: true });
  const ready = nextMessage(worker);
  ready.catch(() => {});
  worker.unref();
  let gone = false;
  // Without a listener, an error while no one waits for an answer would end the process.
  worker.on('error', () => {});
  worker.once('exit', () => {
    gone = true;
  });
  return {
    worker,
    isGone: () => gone,
    async evaluate(evaluation) {
      worker.ref();
      let timer: NodeJS.Timeout | undefined;
      try {
        await ready;
        const timeUp = new Promise<Outcome>((resolve) => {
          timer = setTimeout(() => resolve({ limit: 'time', fuel: 0 }), MOST_MILLISECONDS);
        });
        const reply = nextMessage(worker).catch((): Outcome => ({ limit: 'memory', fuel: 0 }));
        worker.postMessage(evaluation);
        return (await Promise.race([reply, timeUp])) as Outcome;
      } finally {
        clearTimeout(timer);
        worker.unref();
      }
    },
  };
}

const nextMessage = (worker: Worker): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      worker.off('message', received).off('error', failed).off('exit', exited);
      settle();
    };
    const received = (message: unknown): void => end(() => resolve(message));
    const failed = (error: Error): void => end(() => reject(error));
    const exited = (): void => end(() => reject(new Error('The sandbox ended before it answered.')));
    worker.on('message', received).on('error', failed).on('exit', exited);
  });
