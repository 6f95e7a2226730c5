import type { Requests } from '../thread/messages';
import type { FormsOption } from './choose-forms';

/** Given to the thread when it is started. */
export interface ThreadData {
  readonly threads: number;
  readonly forms: FormsOption;
}

export interface Facts {
  /** Of onnxruntime-node. */
  readonly version: string;
}

export interface OnnxruntimeRequests extends Requests {
  statistics(nothing: undefined): Statistics;
}

export interface Statistics {
  /** Sessions made so far: one for each program loaded. */
  readonly sessions: number;
  /** Operators in those that work on blocks of channels. */
  readonly blocked: number;
  /** Weights that loops update. */
  readonly updates: number;
}
