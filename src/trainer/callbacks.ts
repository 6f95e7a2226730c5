/** Early stopping and the plateau rule, as Keras 3 counts: one look after each epoch, from state to state. */
import type { Callback } from '../ir/training';
import type { Values } from '../protocol/events';

/** Part of every checkpoint; one for each callback. */
export interface WatchState {
  /** The best value seen, and after which epoch; absent before the first. */
  readonly best?: { readonly value: number; readonly epoch: number };
  /** Epochs since then. */
  readonly wait: number;
  /** Epochs that are still to be waited after a reduction. */
  readonly cooldown: number;
  /** Early stopping has had enough. */
  readonly stop: boolean;
}

export const BEFORE: WatchState = { wait: 0, cooldown: 0, stop: false };

export interface Looked {
  readonly state: WatchState;
  /** The learning rate is to be this. */
  readonly rate?: number;
}

/** `epoch` counts from 1; `rate` is the learning rate now. What is not measured changes nothing. */
export function look(callback: Callback, before: WatchState, epoch: number, values: Values, rate: number): Looked {
  const value = values[callback.monitor];
  if (value === undefined || value === null) return { state: before };
  return callback.kind === 'earlyStopping'
    ? { state: lookForStop(callback, before, epoch, value) }
    : lookForPlateau(callback, before, epoch, value, rate);
}

type Kind<K extends Callback['kind']> = Extract<Callback, { kind: K }>;

function lookForStop(callback: Kind<'earlyStopping'>, before: WatchState, epoch: number, value: number): WatchState {
  if (epoch <= callback.startFromEpoch) return before;
  if (isBetter(callback, value, before)) return { ...before, best: { value, epoch }, wait: 0 };
  const wait = before.wait + 1;
  return { ...before, wait, stop: wait >= callback.patience && epoch > 1 };
}

function lookForPlateau(
  callback: Kind<'reduceLROnPlateau'>,
  before: WatchState,
  epoch: number,
  value: number,
  rate: number,
): Looked {
  const cooling = before.cooldown > 0 ? { ...before, cooldown: before.cooldown - 1, wait: 0 } : before;
  if (isBetter(callback, value, cooling)) return { state: { ...cooling, best: { value, epoch }, wait: 0 } };
  if (cooling.cooldown > 0) return { state: cooling };
  const wait = cooling.wait + 1;
  const { patience, minLr, factor, cooldown } = callback;
  if (wait < patience || rate <= minLr) return { state: { ...cooling, wait } };
  return { state: { ...cooling, wait: 0, cooldown }, rate: Math.max(rate * factor, minLr) };
}

function isBetter({ monitor, mode, minDelta }: Callback, value: number, { best }: WatchState): boolean {
  if (best === undefined) return true;
  const falls = mode === 'min' || (mode === 'auto' && /loss(_\d+)?$/.test(monitor));
  return falls ? value < best.value - minDelta : value > best.value + minDelta;
}
