import { readFileSync } from 'node:fs';
import { CHECKPOINTS } from '../runs/layout';
import { type Answer, type Prediction, predictRun } from '../trainer/predict-run';
import { type Command, choiceOf } from './command';
import { ENGINE_OPTIONS_OF_RUN } from './engine';
import { CommandError } from './errors';
import { readRows } from './rows';
import { askRun, runOperand, trainedOptions } from './trained';

export const predict: Command = {
  options: {
    split: { value: 'test|validation|train', doc: 'Rows of the data instead of a file.' },
    checkpoint: { value: 'best|last', doc: 'Which weights of the run (best).' },
    ...ENGINE_OPTIONS_OF_RUN,
  },
  examples: [
    'modelwright predict latest rows.json',
    'modelwright predict latest --split test',
    'echo "[[...]]" | modelwright predict latest -',
  ],

  async run({ usage, operands, values, terminal }) {
    const checkpoint = choiceOf(values, 'checkpoint', CHECKPOINTS);
    const split = values.has('split') ? choiceOf(values, 'split', ['test', 'validation', 'train']) : undefined;
    const directory = runOperand(operands, 2, usage);
    const [, file] = operands;
    if (split !== undefined && file !== undefined)
      throw new CommandError('Rows of a file, or of the data with --split: not both.');
    if (split === undefined && file === undefined) throw new CommandError(`Which rows? ${usage}, or --split test`);
    // Read before the network is loaded: what is not there is said at once.
    const text = file === undefined ? '' : read(file);
    await askRun(() =>
      predictRun({
        ...trainedOptions(directory, values),
        checkpoint,
        from: split ?? ((inputs) => readRows(text, file === '-' ? 'standard input' : String(file), inputs)),
        stop: terminal.gone,
        onAnswer: (answer) => terminal.out(`${JSON.stringify(lineOf(answer))}\n`),
      }),
    );
    return 0;
  },
};

function read(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new CommandError(code === 'ENOENT' ? `There is no file ${file}.` : `${file} can't be read (${code}).`);
  }
}

/** What a network with one output says stands in the line itself. */
function lineOf({ row, outputs, truth }: Answer) {
  const shown = Object.entries(outputs).map(([name, prediction]) => [name, plain(prediction)] as const);
  const [only, ...others] = shown;
  const said = only !== undefined && others.length === 0 ? only[1] : { outputs: Object.fromEntries(shown) };
  return { row, ...said, ...(truth !== undefined && { truth }) };
}

const plain = (prediction: Prediction) =>
  'class' in prediction ? prediction : { values: nested(prediction.values, prediction.shape) };

function nested(values: readonly number[], shape: readonly number[]): unknown {
  const [size, ...inner] = shape;
  if (size === undefined) return values[0];
  const step = values.length / size;
  return Array.from({ length: size }, (_, k) => nested(values.slice(k * step, (k + 1) * step), inner));
}
