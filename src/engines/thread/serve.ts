/** The side of a thread, or of a process in its place: requests wait in line, each sees the state that the one before it left. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Tensors } from '../engine';
import type { Answer, Executor, Request, Requests } from './messages';
import { buffersOf } from './transfer';

interface Opened<R, Facts> {
  readonly executor: Executor<R>;
  /** What the engine wants to know at once. */
  readonly facts: Facts;
}

/** Answers until it is closed. What `open` throws becomes the first answer: how a missing package is told. */
export async function serve<R extends Requests, Data, Facts>(
  open: (data: Data) => Opened<R, Facts> | Promise<Opened<R, Facts>>,
): Promise<void> {
  try {
    const { executor, facts } = await open(parentPort === null ? JSON.parse(process.argv[2] ?? '') : workerData);
    listen(executor as Executor<Requests>);
    answer({ value: facts });
  } catch (error) {
    answer(failure(error));
  }
}

function listen(executor: Executor<Requests>): void {
  let last = Promise.resolve();

  async function execute({ kind, value }: Request): Promise<void> {
    try {
      const result = await (executor[kind as keyof Requests] as (value: unknown) => unknown)(value);
      answer({ value: result }, kind === 'run' || kind === 'readState' ? buffersOf(result as Tensors) : []);
    } catch (error) {
      answer(failure(error));
    }
  }

  (parentPort ?? process).on('message', (request: Request) => {
    last = last.then(() => execute(request));
  });
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  if (parentPort === null) process.send?.(message);
  else parentPort.postMessage(message, transfer);
}

const failure = (error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) });
