/** What the engine asks its thread, and what comes back. Requests are answered one after the other, in order. */
import type { Program } from '../../ir/program';
import type { Feeds, Tensors } from '../engine';

/** Given to the thread when it is started. */
export interface ThreadData {
  readonly threads: number;
}

export interface Requests {
  load(program: { readonly name: string; readonly program: Program }): void;
  run(call: { readonly name: string; readonly feeds: Feeds }): Tensors;
  readState(nothing: undefined): Tensors;
  writeState(state: Tensors): void;
  statistics(nothing: undefined): Statistics;
  close(nothing: undefined): void;
}

export type Kind = keyof Requests;

export type Request = { [K in Kind]: { readonly kind: K; readonly value: Parameters<Requests[K]>[0] } }[Kind];

/** The first message says whether the thread could load onnxruntime; each of the others answers the oldest open request. */
export type Answer = { readonly value: unknown } | { readonly error: string };

export interface Statistics {
  /** Sessions made so far: one for each program loaded. */
  readonly sessions: number;
}
