/** The engine's side. Each has a thread of its own, since a run of a session blocks the thread it is called on. */
import type { Engine } from '../engine';
import type { Channel } from './channel';
import type { Answered, Asked, Kind, Requests } from './messages';
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

/** Throws, as one line, why it could not load what it computes with. */
export async function startThread<R extends Requests, Facts>(channel: Channel): Promise<Thread<R, Facts>> {
  const open: Open[] = [];
  let ended: Error | undefined;

  const promise = (): Promise<unknown> => new Promise((resolve, reject) => open.push({ resolve, reject }));
  channel.onAnswer((answer) => {
    const { resolve, reject } = open.shift() as Open;
    if ('error' in answer) reject(new Error(answer.error));
    else resolve(answer.value);
  });
  channel.onEnd((error) => {
    ended ??= new Error(error === undefined ? 'The engine is closed.' : `The engine's thread failed: ${error.message}`);
    for (const { reject } of open.splice(0)) reject(ended);
  });

  let facts: unknown;
  try {
    facts = await promise();
  } catch (error) {
    await channel.end();
    // Below the first line Node.js lists which file wanted it.
    throw new Error((error as Error).message.split('\n', 1)[0]);
  }
  const ask: Thread<R, Facts>['ask'] = (kind, value, transfer = []) => {
    if (ended !== undefined) return Promise.reject(ended);
    // Posted first: what can't be posted is thrown, and must not be waited for.
    channel.post({ kind, value }, transfer);
    return promise() as Promise<never>;
  };
  return {
    facts: facts as Facts,
    ask,
    async close() {
      if (ended !== undefined) return;
      const answer = ask('close' as Kind<R>, undefined as never);
      ended = new Error('The engine is closed.');
      try {
        await answer;
      } finally {
        await channel.end();
      }
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
