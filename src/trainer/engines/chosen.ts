/** An engine, with what is to be remembered of why and how it was chosen. */
import type { Engine } from '../../engines/engine';
import type { EngineRecord } from '../../protocol/engine';

export type ChosenEngine = Engine & Pick<EngineRecord, 'version' | 'gpu' | 'note'>;

export const recordOf = ({ name, version, device, threads, gpu, note }: ChosenEngine): EngineRecord => ({
  name,
  ...(version !== undefined && { version }),
  device,
  threads,
  ...(gpu !== undefined && { gpu }),
  ...(note !== undefined && { note }),
});
