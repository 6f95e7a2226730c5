import { window } from 'vscode';
import { unlinked } from '../plain-message';
import { currentRate, rateOf, rateProblem } from '../training/rate';
import { nameOf } from '../training/run-words';
import type { Command } from './command';
import { liveRun, tell } from './live-run';

export const changeRate: Command = {
  async run(services, ...args) {
    const run = await liveRun(services, args, 'Of which training should the learning rate change?');
    if (run === undefined) return;
    const text = await window.showInputBox({
      prompt: unlinked(`Learning rate of ${nameOf(run)} from the next step on`),
      value: String(currentRate(run.directory) ?? ''),
      validateInput: rateProblem,
    });
    const value = text === undefined ? undefined : rateOf(text);
    if (value !== undefined) await tell(services, run, { action: 'rate', value });
  },
  failed: 'The training could not be reached. Its terminal may say why.',
};
