/** TensorFlow as an engine, through the binding of tfjs-node: a whole Program is one run of a session, in a thread of its own. */
import type { Engine } from '../engine';
import { EngineUnavailableError } from '../errors';
import { inThread } from '../thread/channel';
import { askedOf, startThread, type Thread } from '../thread/start';
import { type Settings, settle } from './environment';
import type { Facts, Statistics, TensorflowRequests, ThreadData } from './messages';

/** The same for all engines of a process. */
export interface TensorflowOptions extends Settings {
  /** The bundle of `thread.ts`. */
  readonly threadFile: string;
}

export interface TensorflowEngine extends Engine {
  statistics(): Promise<Statistics>;
}

/** Throws an `EngineUnavailableError` where the library can't be loaded, or has no GPU that is asked for. */
export async function createTensorflowEngine({ threadFile, ...settings }: TensorflowOptions): Promise<TensorflowEngine> {
  settle(settings);
  const { binding, device, threads } = settings;
  const data: ThreadData = { binding };
  const thread = await startThread<TensorflowRequests, Facts>(inThread(threadFile, data)).catch((error: Error) => {
    throw unavailable(`TensorFlow can't be loaded from ${binding}: ${error.message}`);
  });
  await refuseWithoutGpu(thread, settings);
  return {
    name: 'tensorflow',
    version: thread.facts.version,
    device,
    threads,
    ...askedOf(thread),
    statistics: () => thread.ask('statistics', undefined),
  };
}

async function refuseWithoutGpu(thread: Thread<TensorflowRequests, Facts>, { device, binding }: Settings): Promise<void> {
  if (device === 'cpu' || thread.facts.gpu) return;
  await thread.close();
  throw unavailable(`TensorFlow ${thread.facts.version} of ${binding} finds no GPU that it can compute on.`);
}

const unavailable = (reason: string): Error =>
  new EngineUnavailableError(`${reason}\nWhat is wrong, and how to mend it: modelwright runtime doctor`);
