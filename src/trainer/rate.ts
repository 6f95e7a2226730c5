/** The learning rate of a step: what the optimizer says, changed by whoever watches the training. */
import type { Optimizer, Schedule, Training } from '../ir/training';

/** Part of every checkpoint. */
export interface RateState {
  /** Set by a person: instead of what the model file says. */
  readonly fixed?: number;
  /** By what callbacks have multiplied it since. */
  readonly scale: number;
}

export const UNCHANGED: RateState = { scale: 1 };

/** `step` is the number of steps done before. */
export const rateAt = ({ learningRate }: Optimizer, { fixed, scale }: RateState, step: number): number =>
  (fixed ?? (typeof learningRate === 'number' ? learningRate : scheduled(learningRate, step))) * scale;

/** The one that people are shown: of the first objective. */
export function shownRate({ objectives }: Training, changes: RateState, step: number): number {
  const [objective] = objectives;
  return objective === undefined ? 0 : rateAt(objective.optimizer, changes, step);
}

/** Keras 3's `ExponentialDecay` and `CosineDecay`. */
function scheduled(schedule: Schedule, step: number): number {
  const { initialLearningRate: initial, decaySteps } = schedule;
  if (schedule.kind === 'exponentialDecay') {
    const progress = step / decaySteps;
    return initial * schedule.decayRate ** (schedule.staircase ? Math.floor(progress) : progress);
  }
  const { alpha, warmupTarget, warmupSteps } = schedule;
  const decayed = (from: number, done: number): number => {
    const cosine = 0.5 * (1 + Math.cos((Math.PI * Math.min(done, decaySteps)) / decaySteps));
    return from * ((1 - alpha) * cosine + alpha);
  };
  if (warmupTarget === null) return decayed(initial, step);
  if (step < warmupSteps) return initial + (warmupTarget - initial) * (step / warmupSteps);
  return decayed(warmupTarget, step - warmupSteps);
}
