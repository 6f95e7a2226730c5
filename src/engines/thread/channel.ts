/** Two ways to have somebody who answers: a thread, which gets buffers without a copy, or a process with its own environment. */
import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import type { Answer, Request } from './messages';

export interface Channel {
  post(request: Request, transfer: readonly ArrayBuffer[]): void;
  onAnswer(listener: (answer: Answer) => void): void;
  /** `error` is absent where it ended as it was told to. */
  onEnd(listener: (error?: Error) => void): void;
  end(): Promise<unknown>;
}

/** `data` is what the thread's `serve` is given. */
export function inThread(file: string, data: unknown): Channel {
  const worker = new Worker(file, { workerData: data });
  return {
    post: (request, transfer) => worker.postMessage(request, [...transfer]),
    onAnswer: (listener) => worker.on('message', listener),
    onEnd: (listener) => worker.on('error', listener).on('exit', () => listener()),
    end: () => worker.terminate(),
  };
}

/**
 * The same file as a process, which is silent and inherits nothing but its environment. It is in a group of its own, so that
 * Ctrl+C in a terminal is left to whoever asked; without that one it has nothing to wait for, and ends.
 */
export function inProcess(file: string, data: unknown, env: NodeJS.ProcessEnv): Channel {
  const child = fork(file, [JSON.stringify(data)], {
    env,
    execArgv: [],
    detached: process.platform !== 'win32',
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const exit = new Promise((resolve) => child.once('exit', resolve));
  return {
    post: (request) => void child.send(request),
    onAnswer: (listener) => child.on('message', listener),
    onEnd: (listener) =>
      child.on('error', listener).on('exit', (code, signal) => listener(new Error(`it ended with ${signal ?? `code ${code}`}`))),
    end: () => (child.kill('SIGKILL') ? exit : Promise.resolve()),
  };
}
