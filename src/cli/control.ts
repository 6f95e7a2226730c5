import { basename } from 'node:path';
import { closest } from '../compiler/closest';
import { CONTROL_ACTIONS, type ControlAction } from '../protocol/control';
import { askRun } from '../runs/control';
import { RunError } from '../runs/error';
import { readStatus } from '../runs/read';
import type { Command } from './command';
import { CommandError } from './errors';
import { runNamed } from './find-run';

export const control: Command = {
  options: {},
  examples: [
    'modelwright control latest pause',
    'modelwright control 20261122-104501 rate 1e-4',
    'modelwright control latest stop',
  ],

  async run({ usage, operands: [name, word, number, ...surplus], terminal }) {
    if (name === undefined || word === undefined) throw new CommandError(`Which run, and what is it to do? ${usage}`);
    const action = actionOf(word);
    const value = action === 'rate' ? rateOf(number) : undefined;
    const extra = action === 'rate' ? surplus[0] : number;
    if (extra !== undefined) throw new CommandError(`${action} takes nothing more, but got '${extra}'.`);
    const directory = runNamed(name);
    requireRunning(directory);
    const { ok, message } = await answerOf(directory, { action, ...(value !== undefined && { value }) });
    if (!ok) throw new CommandError(message.text, 1);
    terminal.out(`${message.text}\n`);
    return 0;
  },
};

function actionOf(word: string): ControlAction {
  const action = CONTROL_ACTIONS.find((one) => one === word);
  if (action !== undefined) return action;
  const near = closest(word, CONTROL_ACTIONS);
  throw new CommandError(
    `A run can't be told to '${word}'. ${near === undefined ? `It knows: ${CONTROL_ACTIONS.join(', ')}.` : `Did you mean ${near}?`}`,
  );
}

function rateOf(text: string | undefined): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new CommandError(`rate takes a learning rate, such as 1e-4${text === undefined ? '' : `, but got '${text}'`}.`);
  }
  return value;
}

/** Throws where nobody is there to listen. */
function requireRunning(directory: string): void {
  const { state } = readStatus(directory);
  const run = basename(directory);
  if (state === 'interrupted') throw new CommandError(deadRun(run), 1);
  if (state !== 'running' && state !== 'paused' && state !== 'starting') {
    throw new CommandError(`The run ${run} has ended (${state}). There is nothing to control any more.`, 1);
  }
}

const deadRun = (run: string): string =>
  `The run ${run} is not running any more: its process ended without a word. Go on with it: modelwright train --resume ${run}`;

async function answerOf(directory: string, request: Parameters<typeof askRun>[1]): ReturnType<typeof askRun> {
  try {
    return await askRun(directory, request);
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    // It may have ended since.
    requireRunning(directory);
    throw new CommandError(`${error.message} It may be starting or ending: try again.`, 1);
  }
}
