/**
 * What a SavedModel written for training is used by: names of what is fed and fetched, as `node:index`. Types are the Program's,
 * but uint8 is fetched as int32, because TensorFlow's binding for Node.js gives none out.
 */
import type { TensorType } from '../../ir/tensor';

export interface SessionGraph {
  /** The bytes of `saved_model.pb`; there is no `variables` folder. */
  readonly bytes: Uint8Array;
  /** By the name under which the Program was given. */
  readonly programs: Readonly<Record<string, SessionProgram>>;
  /** Variables that the Programs share; each is written before the first run that reads it. */
  readonly state: readonly SessionState[];
}

export interface SessionProgram {
  readonly inputs: readonly Port[];
  /** An int32 vector each, low word first: what every `random` of the Program takes its numbers from. Absent: it has none. */
  readonly random?: { readonly seed: string; readonly step: string };
  /** Fetching any of them runs all of the Program's updates, after everything else that it computes. */
  readonly outputs: readonly Port[];
}

export interface Port {
  readonly name: string;
  readonly at: string;
  readonly type: TensorType;
}

export interface SessionState {
  readonly name: string;
  readonly type: TensorType;
  /** Fetched, gives the value. */
  readonly read: string;
  /** `feed` takes the value, and fetching `done` (a scalar) assigns a copy of it. */
  readonly write: { readonly feed: string; readonly done: string };
}
