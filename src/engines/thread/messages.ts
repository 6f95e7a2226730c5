/** What an engine asks its thread, and what comes back. Requests are answered one after the other, in order. */
import type { Program } from '../../ir/program';
import type { Feeds, Tensors } from '../engine';

/** What every engine asks; some ask more. */
export interface Requests {
  load(program: { readonly name: string; readonly program: Program }): void;
  run(call: { readonly name: string; readonly feeds: Feeds }): Tensors;
  readState(nothing: undefined): Tensors;
  writeState(state: Tensors): void;
  close(nothing: undefined): void;
}

export type Kind<R> = keyof R & string;
export type Asked<R, K extends keyof R> = R[K] extends (value: infer V) => unknown ? V : never;
export type Answered<R, K extends keyof R> = R[K] extends (value: never) => infer A ? A : never;

/** Whoever answers in the thread. */
export type Executor<R> = { readonly [K in Kind<R>]: (value: Asked<R, K>) => Answered<R, K> | Promise<Answered<R, K>> };

export interface Request {
  readonly kind: string;
  readonly value: unknown;
}

/**
 * The first message says whether the thread could load what it computes with, and tells of it; each of the others answers the
 * oldest open request.
 */
export type Answer = { readonly value: unknown } | { readonly error: string };
