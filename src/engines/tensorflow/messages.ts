import type { Feeds } from '../engine';
import type { Requests } from '../thread/messages';

/** Given to the thread when it is started. */
export interface ThreadData {
  /** Path of `tfjs_binding.node`. */
  readonly binding: string;
}

export interface Facts {
  /** Of the TensorFlow library. */
  readonly version: string;
  /** Whether it has a GPU that it can compute on. */
  readonly gpu: boolean;
}

export interface TensorflowRequests extends Requests {
  /** Milliseconds for each of so many runs with the same feeds, after one to warm up. */
  time(runs: { readonly name: string; readonly feeds: Feeds; readonly steps: number }): number;
  statistics(nothing: undefined): Statistics;
}

export interface Statistics {
  /** Sessions that are open: one for all programs. */
  readonly sessions: number;
  /** Tensors that were not deleted: none between two requests. */
  readonly tensors: number;
}
