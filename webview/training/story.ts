/** What the events of a run come to. */
import {
  type CheckpointEvent,
  type EpochEvent,
  type EvaluationEvent,
  type FindingEvent,
  type RunEvent,
  resumedAt,
} from '../../src/protocol/events';

export interface Story {
  readonly stepsPerEpoch: number | undefined;
  /** Each once, in order. */
  readonly epochs: readonly EpochEvent[];
  readonly findings: readonly FindingEvent[];
  /** The latest of each split. */
  readonly evaluations: readonly EvaluationEvent[];
  readonly checkpoints: readonly CheckpointEvent[];
  /** The last event was a start: what follows says where the run goes on. */
  readonly isStarting: boolean;
}

export const NOTHING: Story = {
  stepsPerEpoch: undefined,
  epochs: [],
  findings: [],
  evaluations: [],
  checkpoints: [],
  isStarting: false,
};

/** What has come since goes on from there, so that a run of 50,000 epochs is not read again at each of them. */
export function continued(story: Story, events: readonly RunEvent[]): Story {
  let { stepsPerEpoch, isStarting } = story;
  let epochs = [...story.epochs];
  let findings = [...story.findings];
  let checkpoints = [...story.checkpoints];
  const evaluations = new Map(story.evaluations.map((one) => [one.split, one]));
  for (const event of events) {
    if (event.k === 'start') stepsPerEpoch = event.stepsPerEpoch;
    else if (event.k === 'epoch') epochs.push(event);
    else if (event.k === 'finding') findings.push(event);
    else if (event.k === 'checkpoint') checkpoints.push(event);
    else if (event.k === 'evaluation') evaluations.set(event.split, event);
    else if (event.k === 'state' && isStarting) {
      // A run that went on from a checkpoint has forgotten what came after it, and all where there was none.
      const until = resumedAt(event);
      const isBefore = ({ step }: { readonly step: number }): boolean => step <= until;
      [epochs, findings, checkpoints] = [epochs.filter(isBefore), findings.filter(isBefore), checkpoints.filter(isBefore)];
      evaluations.clear();
    }
    isStarting = event.k === 'start';
  }
  return { stepsPerEpoch, epochs, findings, evaluations: [...evaluations.values()], checkpoints, isStarting };
}

/** Step of the checkpoint that a run would go on from. */
export const lastSaved = ({ checkpoints }: Story): number | undefined =>
  checkpoints.findLast(({ path }) => path.includes('last'))?.step;
