/** Looks at the machine for what an engine needs. */
import { findRuntimes } from '../../runtimes/find';
import { type Looked, lookAt } from '../../runtimes/look';
import { readNvidia } from '../../runtimes/nvidia';
import { candidatesFor, type Findings } from './candidates';
import type { EngineWish } from './wish';

export interface Places {
  /** The bundle that loads a runtime to see what it is. */
  readonly probeFile: string;
  /** Folder of the model file: its project may have a runtime of its own. */
  readonly from: string;
}

/** Loads runtimes, the best first, until one does what is asked for: each takes a moment. */
export async function survey(wish: EngineWish, { probeFile, from }: Places): Promise<Findings> {
  const needsRuntime = wish.engine === 'auto' || wish.engine === 'tensorflow';
  const nvidia = needsRuntime && wish.device !== 'cpu' ? await readNvidia() : undefined;
  const machine = { platform: process.platform, ...(nvidia && { nvidia }) };
  const looked: Looked[] = [];
  for (const runtime of needsRuntime ? findRuntimes({ from }) : []) {
    looked.push(...(await lookAt([runtime], probeFile)));
    const [best] = candidatesFor({ ...wish, engine: 'tensorflow' }, { looked, machine });
    // On the CPU the first one does.
    if (best?.device === 'gpu' || (best !== undefined && nvidia === undefined)) break;
  }
  return { looked, machine };
}
