/** Steps timed in a process of its own, since the number of threads is fixed for each. */
import type { Runner, Trial } from '../choose-threads';
import { inProcess } from '../thread/channel';
import { startThread } from '../thread/start';
import type { TensorflowOptions } from './engine';
import { environmentOf } from './environment';
import type { Facts, TensorflowRequests, ThreadData } from './messages';

/** Throws an `Error` where the library can't be loaded. */
export async function startTrial({ threadFile, ...settings }: TensorflowOptions, trial: Trial): Promise<Runner> {
  const { program, state, feeds } = trial;
  const data: ThreadData = { binding: settings.binding };
  const channel = inProcess(threadFile, data, { ...process.env, ...environmentOf(settings) });
  const child = await startThread<TensorflowRequests, Facts>(channel);
  try {
    await child.ask('load', { name: 'trial', program });
    await child.ask('writeState', state);
  } catch (error) {
    await child.close();
    throw error;
  }
  return {
    time: (steps) => child.ask('time', { name: 'trial', feeds: feeds(), steps }),
    close: () => child.close(),
  };
}
