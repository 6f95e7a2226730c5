/** What a training asks its engine to run: exactly one program for steps and one for evaluation, whatever the batch size. */
import type { Engine, Tensors } from '../engines/engine';
import type { Network } from '../ir/network';
import type { Program } from '../ir/program';
import type { Training } from '../ir/training';
import { lowerings } from '../layers/lowerings';
import { initialState } from '../program/initial-state';
import { buildEvaluation, buildProbe, buildTrainingStep } from '../program/steps';

/** Names of the programs in the engine. */
export const PROGRAMS = { step: 'training', evaluation: 'evaluation' } as const;

export interface Programs {
  readonly step: Program;
  readonly evaluation: Program;
  /** What both start from. */
  readonly state: Tensors;
}

export function buildPrograms(network: Network, training: Training): Programs {
  const step = buildTrainingStep(network, training, lowerings);
  const evaluation = buildEvaluation(network, training, lowerings);
  const { seed } = training;
  return { step, evaluation, state: { ...initialState(network, evaluation, seed), ...initialState(network, step, seed) } };
}

export async function loadPrograms(engine: Engine, { step, evaluation, state }: Programs): Promise<void> {
  await engine.load(PROGRAMS.step, step);
  await engine.load(PROGRAMS.evaluation, evaluation);
  await engine.writeState(state);
}

/** What is run only once a loss is no longer a number, to find out why. */
export const inquiryPrograms = {
  /** Tells which calls give what is not finite. */
  forward: (network: Network, training: boolean): Program => buildProbe(network, lowerings, training),
  /** A step that gives the gradients too. */
  gradients: (network: Network, training: Training): Program =>
    buildTrainingStep(network, training, lowerings, { gradients: true }),
} as const;
