/** The engine that a run goes on with, is evaluated with or asked with: its own, unless another is named. */
import { DEVICES, ENGINES } from '../../protocol/engine';
import { engineOf } from '../../runs/facts';
import type { WholeRun } from '../../runs/survey';
import { unknownEngine } from './reasons';
import { EngineRefusal, type EngineWish } from './wish';

/** `named`: what somebody asks for instead, as far as they do. Throws an `EngineRefusal` for one that this version lacks. */
export function wishFor(run: Pick<WholeRun, 'record' | 'status'>, named: Partial<EngineWish>): EngineWish {
  const own = engineOf(run);
  if (named.engine !== undefined && named.engine !== own.name) return { device: 'auto', ...named, engine: named.engine };
  const engine = ENGINES.find((one) => one === own.name);
  if (engine === undefined) throw new EngineRefusal(unknownEngine(run.record.id, own.name));
  const device = DEVICES.find((one) => one === own.device) ?? 'auto';
  // Rounding depends on the threads, and they are not the same thing on another device.
  const threads = named.device === undefined || named.device === device ? own.threads : undefined;
  const isNamed = named.engine !== undefined || named.device !== undefined;
  return { engine, device, ...(threads !== undefined && { threads }), ...(!isNamed && { run: run.record.id }), ...named };
}
