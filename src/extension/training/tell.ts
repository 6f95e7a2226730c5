/** How a person's wishes reach a training, and what can be done where it does not hear them. */
import { workspace } from 'vscode';
import type { Message } from '../../protocol/messages';
import { type Told, tellRun } from '../../runs/control';
import { RunError } from '../../runs/error';
import type { Choice } from '../report';
import type { Trainings } from './trainings';

/** Long enough for a large checkpoint. */
const PATIENCE_MS = 60_000;
/** A stop is answered before anything is saved. */
const STOP_PATIENCE_MS = 10_000;

/** Gives what the training says once it is done. Throws a `RunError` that says to people why not. */
export async function tellTraining(directory: string, told: Told): Promise<Message> {
  // A folder from a stranger may name any socket of this machine.
  if (!workspace.isTrusted)
    throw new RunError('refused', 'Trainings are not controlled in Restricted Mode. Trust the folder first.');
  return tellRun(directory, told, AbortSignal.timeout(told.action === 'stop' ? STOP_PATIENCE_MS : PATIENCE_MS));
}

/** What is offered beside that error. */
export function waysOut(trainings: Trainings, directory: string, { action }: Told, error: RunError): readonly Choice[] {
  const canEnd = action === 'stop' && error.kind === 'no-answer' && trainings.isHere(directory);
  return canEnd ? [{ title: 'End the Process', run: () => trainings.terminate(directory) }] : [];
}
