import { basename } from 'node:path';
import { closest } from '../compiler/closest';
import { CONTROL_ACTIONS, type ControlAction } from '../protocol/control';
import type { Message } from '../protocol/messages';
import { type Told, tellRun } from '../runs/control';
import { RunError } from '../runs/error';
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
    const { text } = await tell(directory, { action, ...(value !== undefined && { value }) });
    terminal.out(`${text}\n`);
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

async function tell(directory: string, told: Told): Promise<Message> {
  try {
    return await tellRun(directory, told);
  } catch (error) {
    if (!(error instanceof RunError && error.kind === 'interrupted')) throw error;
    throw new CommandError(`${error.message} Go on with it: modelwright train --resume ${basename(directory)}`, 1);
  }
}
