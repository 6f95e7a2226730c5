/** onnxruntime-node as an engine: messages to a thread of its own, which holds the sessions and the state. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Engine } from '../engine';
import { EngineUnavailableError } from './errors';
import type { Answer, Kind, Requests, Statistics, ThreadData } from './messages';
import { buffersOf, detachable } from './transfer';

export interface OnnxruntimeOptions {
  /** The bundle of `thread.ts`. */
  readonly threadFile: string;
  /** How many threads one operator may use; by default as many as there are cores. Rounding depends on it. */
  readonly threads?: number;
}

export interface OnnxruntimeEngine extends Engine {
  statistics(): Promise<Statistics>;
}

/** Throws an `EngineUnavailableError` where onnxruntime-node can't be loaded. */
export async function createOnnxruntimeEngine({
  threadFile,
  threads = availableParallelism(),
}: OnnxruntimeOptions): Promise<OnnxruntimeEngine> {
  const thread = await startThread(threadFile, { threads });
  return {
    name: 'onnxruntime',
    device: 'cpu',
    threads,
    load: (name, program) => thread.ask('load', { name, program }),
    run(name, feeds) {
      const inputs = detachable(feeds.inputs);
      return thread.ask('run', { name, feeds: { ...feeds, inputs } }, buffersOf(inputs));
    },
    readState: () => thread.ask('readState', undefined),
    writeState: (state) => thread.ask('writeState', state),
    statistics: () => thread.ask('statistics', undefined),
    close: () => thread.close(),
  };
}

interface Thread {
  ask<K extends Kind>(
    kind: K,
    value: Parameters<Requests[K]>[0],
    transfer?: readonly ArrayBuffer[],
  ): Promise<ReturnType<Requests[K]>>;
  close(): Promise<void>;
}

interface Open {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

async function startThread(file: string, workerData: ThreadData): Promise<Thread> {
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

  try {
    await promise();
  } catch (error) {
    await worker.terminate();
    // Below the first line Node.js lists which file wanted it.
    throw new EngineUnavailableError((error as Error).message.split('\n', 1)[0] ?? '');
  }
  const ask: Thread['ask'] = (kind, value, transfer = []) => {
    if (ended !== undefined) return Promise.reject(ended);
    // Posted first: what can't be posted is thrown, and must not be waited for.
    worker.postMessage({ kind, value }, [...transfer]);
    return promise() as Promise<never>;
  };
  return {
    ask,
    async close() {
      if (ended !== undefined) return;
      const answer = ask('close', undefined);
      ended = new Error('The engine is closed.');
      await answer;
      await worker.terminate();
    },
  };
}
