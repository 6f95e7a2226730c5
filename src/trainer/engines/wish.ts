/** What is asked for: with which engine to compute, and where. */
import type { Device, EngineName } from '../../protocol/engine';

export interface EngineWish {
  /** `auto`: the fastest that is here and computes rightly. */
  readonly engine: EngineName | 'auto';
  /** `auto`: the GPU where the engine has one. */
  readonly device: Device | 'auto';
  /** Absent: what turns out to be the fastest. */
  readonly threads?: number;
  /** Id of the run whose engine is asked for, where nobody named another one. */
  readonly run?: string;
}

/** What was asked for can't be had. The message says what it was, why not, and what to do. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';
}
