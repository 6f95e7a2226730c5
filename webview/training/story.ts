/** What the events of a run come to. */
import type { CheckpointEvent, EpochEvent, EvaluationEvent, FindingEvent, RunEvent } from '../../src/protocol/events';

export interface Story {
  readonly stepsPerEpoch: number | undefined;
  /** Each once, in order. */
  readonly epochs: readonly EpochEvent[];
  readonly findings: readonly FindingEvent[];
  /** The latest of each split. */
  readonly evaluations: readonly EvaluationEvent[];
  readonly checkpoints: readonly CheckpointEvent[];
}

/** A run that went on from a checkpoint has forgotten what came after it. */
export function storyOf(events: readonly RunEvent[]): Story {
  let stepsPerEpoch: number | undefined;
  let epochs: EpochEvent[] = [];
  let findings: FindingEvent[] = [];
  let checkpoints: CheckpointEvent[] = [];
  const evaluations = new Map<string, EvaluationEvent>();
  for (const event of events) {
    if (event.k === 'start') stepsPerEpoch = event.stepsPerEpoch;
    else if (event.k === 'epoch') epochs.push(event);
    else if (event.k === 'finding') findings.push(event);
    else if (event.k === 'checkpoint') checkpoints.push(event);
    else if (event.k === 'evaluation') evaluations.set(event.split, event);
    else if (event.k === 'state' && event.reason?.id === 'resumed') {
      const until = Number(event.reason.params['step']);
      const isBefore = ({ step }: { readonly step: number }): boolean => step <= until;
      [epochs, findings, checkpoints] = [epochs.filter(isBefore), findings.filter(isBefore), checkpoints.filter(isBefore)];
      evaluations.clear();
    }
  }
  return { stepsPerEpoch, epochs, findings, evaluations: [...evaluations.values()], checkpoints };
}

/** Step of the checkpoint that a run would go on from. */
export const lastSaved = ({ checkpoints }: Story): number | undefined =>
  checkpoints.findLast(({ path }) => path.includes('last'))?.step;
