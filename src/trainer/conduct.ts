/** Sees a run to its end: whatever happens in between, its files say how it ended, and who listens is told. */
import type { Best, EvaluationResult, EventBody, RunEvent } from '../protocol/events';
import { type EndState, exitCodeOf } from '../protocol/exit-codes';
import { type Message, message } from '../protocol/messages';
import type { RunWriter } from '../runs/writer';

export interface Outcome {
  readonly state: EndState;
  readonly exitCode: number;
  /** Id of the run. */
  readonly run: string;
  readonly directory: string;
  readonly steps: number;
  readonly best?: Best;
  readonly evaluation?: EvaluationResult;
  /** Why it did not get to the end. */
  readonly reason?: Message;
}

export interface Ending {
  readonly state: EndState;
  readonly reason?: Message;
  readonly evaluation?: EvaluationResult;
}

export type Emit = (event: EventBody) => void;

/** Never throws on account of the training or the disk: that is an `Outcome` of state `failed`. */
export async function conduct(
  run: RunWriter,
  onEvent: (event: RunEvent) => void,
  work: (emit: Emit) => Promise<Ending>,
): Promise<Outcome> {
  const emit: Emit = (body) => {
    const event = run.stamp(body);
    run.append(event);
    onEvent(event);
  };
  return conclude(run, await endingOf(work, emit, run), onEvent);
}

async function endingOf(work: (emit: Emit) => Promise<Ending>, emit: Emit, run: RunWriter): Promise<Ending> {
  try {
    return await work(emit);
  } catch (error) {
    return failed(error, run);
  }
}

function conclude(run: RunWriter, ending: Ending, onEvent: (event: RunEvent) => void): Outcome {
  const refusal = attempt(() => {
    run.flush();
    run.update(statusOf(ending));
  });
  const last = refusal === undefined || ending.state === 'failed' ? ending : failed(refusal, run);
  // On a full disk there may be room for this where there was none for the rows.
  if (refusal !== undefined) attempt(() => run.update(statusOf(last)));
  const { state, reason, evaluation } = last;
  const exitCode = exitCodeOf(state);
  const { best, step: steps } = run.status;
  const events: EventBody[] = [
    { k: 'state', state, ...(reason && { reason }) },
    { k: 'end', state, exitCode, ...(best && { best }) },
  ];
  for (const body of events) {
    const event = run.stamp(body);
    attempt(() => run.append(event));
    onEvent(event);
  }
  attempt(() => run.close());
  return {
    state,
    exitCode,
    run: run.id,
    directory: run.directory,
    steps,
    ...(best && { best }),
    ...(evaluation && { evaluation }),
    ...(reason && { reason }),
  };
}

const statusOf = ({ state, reason }: Ending) => ({ state, exitCode: exitCodeOf(state), ...(reason && { reason }) });

/** Where the run was deleted, that is the reason, whatever it was that was missed first. */
function failed(thrown: unknown, run: RunWriter): Ending {
  const error = attempt(() => run.requireDirectory()) ?? thrown;
  const reason = error instanceof Error ? error.message : String(error);
  return { state: 'failed', reason: message('training-failed', { step: run.status.step, reason }) };
}

/** What was thrown, if anything. */
function attempt(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
