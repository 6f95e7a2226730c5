import { scoresOf } from '../protocol/scores';
import { CHECKPOINTS } from '../runs/layout';
import { evaluateRun } from '../trainer/evaluate-run';
import { type Command, choiceOf } from './command';
import { ENGINE_OPTIONS_OF_RUN } from './engine';
import { evaluationLines } from './render/evaluation';
import { asText } from './terminal/terminal';
import { askRun, runOperand, trainedOptions } from './trained';

export const evaluate: Command = {
  options: {
    split: { value: 'test|validation|train', doc: 'Which rows of the data (test).' },
    checkpoint: { value: 'best|last', doc: 'Which weights of the run (best).' },
    ...ENGINE_OPTIONS_OF_RUN,
    json: { doc: 'Prints JSON.' },
  },
  examples: ['modelwright evaluate latest', 'modelwright evaluate latest --split validation --checkpoint last'],

  async run({ usage, operands, values, terminal }) {
    const split = choiceOf(values, 'split', ['test', 'validation', 'train']);
    const checkpoint = choiceOf(values, 'checkpoint', CHECKPOINTS);
    const directory = runOperand(operands, 1, usage);
    const evaluated = await askRun(() =>
      evaluateRun({ ...trainedOptions(directory, values), checkpoint, split, stop: terminal.gone }),
    );
    if (evaluated === undefined) return 1;
    const { run, result, dataChanged } = evaluated;
    if (dataChanged) terminal.err(`${terminal.style.yellow('warning')} The data have changed since the run was trained.\n`);
    const scores = result.confusion && scoresOf(result.confusion);
    if (values.has('json')) terminal.out(`${JSON.stringify({ v: 1, run, checkpoint, ...result, ...scores }, null, 2)}\n`);
    else terminal.out(asText(evaluationLines(run, checkpoint, result, scores, terminal)));
    return 0;
  },
};
