/**
 * The engine's own thread: `session.run` blocks the thread it is called on. Requests wait in line, each sees the state that
 * the one before it left.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { Tensors } from '../engine';
import type { Answer, Request, ThreadData } from './messages';
import { buffersOf } from './transfer';

async function serve(): Promise<void> {
  // Not at the top: where onnxruntime is missing, the first answer says so.
  const { createExecutor } = await import('./executor');
  const executor = createExecutor((workerData as ThreadData).threads);
  let last = Promise.resolve();

  async function execute({ kind, value }: Request): Promise<void> {
    try {
      const result = await (executor[kind] as (value: unknown) => Promise<unknown>)(value);
      answer({ value: result }, kind === 'run' || kind === 'readState' ? buffersOf(result as Tensors) : []);
    } catch (error) {
      answer(failure(error));
    }
  }

  parentPort?.on('message', (request: Request) => {
    last = last.then(() => execute(request));
  });
  answer({ value: undefined });
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

const failure = (error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) });

serve().catch((error: unknown) => answer(failure(error)));
