/**
 * What trains. An engine holds Programs and one store of state by name, which they share: the training step changes
 * `dense/kernel`, the evaluation program reads it. Runs are queued and never block the caller.
 */
import type { Program } from '../ir/program';
import type { TensorData } from '../ir/tensor';

export type Tensors = Readonly<Record<string, TensorData>>;

export interface Engine {
  readonly name: string;
  /** Of the library that computes; absent: it is Modelwright's own. */
  readonly version?: string;
  /** `cpu`, `cuda`, ... */
  readonly device: string;
  /** Rounding depends on it, so runs record it. */
  readonly threads: number;

  /** Makes one session, which serves every batch size. */
  load(name: string, program: Program): Promise<void>;

  /** Outputs by name. The feeds' buffers belong to the engine from here on. */
  run(name: string, feeds: Feeds): Promise<Tensors>;

  readState(): Promise<Tensors>;

  /** Sets what is named; every state of a loaded program must have been set before it runs. */
  writeState(state: Tensors): Promise<void>;

  close(): Promise<void>;
}

export interface Feeds {
  readonly inputs: Tensors;
  /** Key of every `random` of the program, together with its id. */
  readonly seed: number;
  /** Counter of every `random`: the number of the training step. */
  readonly step: number;
}
