/** The reference interpreter as an engine: float64, slow, on the caller's own thread. What other engines are held against. */
import type { Program } from '../ir/program';
import type { TensorData } from '../ir/tensor';
import { interpret } from '../program/interpret';
import type { Tensor } from '../program/primitive';
import type { Engine, Feeds, Tensors } from './engine';

export function createInterpreterEngine(): Engine {
  const programs = new Map<string, Program>();
  /** In float64 from step to step; only what leaves is rounded. */
  const state: Record<string, Tensor> = {};

  const runNow = (name: string, { inputs, seed, step }: Feeds): Tensors => {
    const program = programs.get(name);
    if (program === undefined) throw new Error(`No program '${name}' was loaded.`);
    const result = interpret(program, { inputs, state, seed, step });
    Object.assign(state, result.state);
    return mapValues(result.outputs, rounded);
  };

  let queue: Promise<unknown> = Promise.resolve();
  /** After all that was asked before, and after the event loop had a turn, so that signals are heard. */
  const enqueue = <T>(work: () => T): Promise<T> => {
    const result = queue.then(() => new Promise(setImmediate)).then(work);
    queue = result.catch(() => {});
    return result;
  };

  return {
    name: 'interpreter',
    device: 'cpu',
    threads: 1,
    load: (name, program) => enqueue(() => void programs.set(name, program)),
    run: (name, feeds) => enqueue(() => runNow(name, feeds)),
    readState: () => enqueue(() => mapValues(state, rounded)),
    writeState: (tensors) =>
      enqueue(() => {
        for (const [name, { shape, dtype, data }] of Object.entries(tensors)) {
          state[name] = { shape, dtype, data: Float64Array.from(data) };
        }
      }),
    close: () => enqueue(() => {}),
  };
}

function rounded({ shape, dtype, data }: Tensor): TensorData {
  if (dtype === 'float32') return { shape, dtype, data: Float32Array.from(data) };
  return { shape, dtype, data: dtype === 'int32' ? Int32Array.from(data) : Uint8Array.from(data) };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
