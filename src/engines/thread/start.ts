/** The engine's side: a thread of its own, since a run of a session blocks the thread it is called on. */
import { Worker } from 'node:worker_threads';
import type { Engine } from '../engine';
import type { Answer, Answered, Asked, Kind, Requests } from './messages';
import { buffersOf, detachable } from './transfer';

export interface Thread<R, Facts> {
  /** What the thread told when it was ready. */
  readonly facts: Facts;
  ask<K extends Kind<R>>(kind: K, value: Asked<R, K>, transfer?: readonly ArrayBuffer[]): Promise<Answered<R, K>>;
  /** After all that was asked before. */
  close(): Promise<void>;
}

interface Open {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Throws, as one line, why the thread could not load what it computes with. */
export async function startThread<R extends Requests, Facts>(file: string, workerData: unknown): Promise<Thread<R, Facts>> {
  const worker = new Worker(file, { workerData });
  const open: Open[] = [];
  let ended: Error | undefined;

  const promise = (): Promise<unknown> => new Promise((resolve, reject) => open.push({ resolve, reject }));
  const end = (reason: Error): void => {
    ended ??= reason;
    for (const { reject } of open.splice(0)) reject(ended);
  };
  worker.on('message', (answer: Answer) => {
    const { resolve, reject } = open.shift() as Open;
    if ('error' in answer) reject(new Error(answer.error));
    else resolve(answer.value);
  });
  worker.on('error', (error) => end(new Error(`The engine's thread failed: ${error.message}`)));
  worker.on('exit', () => end(new Error('The engine is closed.')));

  let facts: unknown;
  try {
    facts = await promise();
  } catch (error) {
    await worker.terminate();
    // Below the first line Node.js lists which file wanted it.
    throw new Error((error as Error).message.split('\n', 1)[0]);
  }
  const ask: Thread<R, Facts>['ask'] = (kind, value, transfer = []) => {
    if (ended !== undefined) return Promise.reject(ended);
    // Posted first: what can't be posted is thrown, and must not be waited for.
    worker.postMessage({ kind, value }, [...transfer]);
    return promise() as Promise<never>;
  };
  return {
    facts: facts as Facts,
    ask,
    async close() {
      if (ended !== undefined) return;
      const answer = ask('close' as Kind<R>, undefined as never);
      ended = new Error('The engine is closed.');
      await answer;
      await worker.terminate();
    },
  };
}

/** What every engine with a thread does in the same way. */
export function askedOf(thread: Thread<Requests, unknown>): Pick<Engine, 'load' | 'run' | 'readState' | 'writeState' | 'close'> {
  return {
    load: (name, program) => thread.ask('load', { name, program }),
    run(name, feeds) {
      const inputs = detachable(feeds.inputs);
      return thread.ask('run', { name, feeds: { ...feeds, inputs } }, buffersOf(inputs));
    },
    readState: () => thread.ask('readState', undefined),
    writeState: (state) => thread.ask('writeState', state),
    close: () => thread.close(),
  };
}
