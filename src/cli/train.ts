import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { DataError } from '../data/error';
import { EngineUnavailableError } from '../engines/onnxruntime/errors';
import type { Training } from '../ir/training';
import { runsDirectory } from '../runs/layout';
import { ENGINES, openEngine } from '../trainer/engine';
import { installSignals } from '../trainer/signals';
import { train as runTraining, type TrainOptions } from '../trainer/train';
import { type Command, choiceOf, type Values, wholeOf } from './command';
import { type Compiled, compileForShow } from './compile';
import { dataHostOf } from './data';
import { distDir } from './dist';
import { CommandError } from './errors';
import { readTarget, type Target } from './files';
import { notFound } from './models';
import { plural } from './render/check-text';
import { jsonReport, type Report, textReport } from './report';
import { VERSIONS } from './version';

export const train: Command = {
  options: {
    json: { doc: 'Prints the events as JSON, one a line, and nothing else.' },
    epochs: { value: '<n>', doc: 'Instead of what the file says.' },
    'batch-size': { value: '<n>', doc: 'Instead of what the file says.' },
    seed: { value: '<n>', doc: 'Decides the split, the first weights and the order of the rows.' },
    engine: { value: ENGINES.join('|'), doc: `What computes (${ENGINES[0]}).` },
    device: { value: 'cpu', doc: 'Where it computes (cpu).' },
    threads: { value: '<n>', doc: 'How many threads it may use.' },
  },
  examples: ['modelwright train digits.model.ts', 'modelwright train digits.model.ts#small --epochs 5 --seed 2'],

  async run({ usage, operands, values, terminal }) {
    const target = readTarget(operands, usage);
    const name = choiceOf(values, 'engine', ENGINES);
    choiceOf(values, 'device', ['cpu']);
    const threads = wholeOf(values, 'threads', 1);
    const overrides = overridesOf(values);

    const compiled = await compileForShow(target.path, terminal);
    const training: Training = { ...chooseTraining(compiled, target), ...overrides };
    const network = compiled.networks.find((one) => one.name === training.model);
    if (network === undefined) throw new CommandError(`${target.path} has no model named ${training.model}.`);

    const file = resolve(target.path);
    const directory = (run: string): string => relative('.', join(runsDirectory(file), run));
    const report = values.has('json') ? jsonReport(terminal) : textReport(terminal, directory);
    const signals = installSignals();
    // The second Ctrl+C exits at once, but not without giving the terminal back.
    process.once('exit', () => report.close());
    try {
      return await outcomeOf(
        {
          file,
          sources: compiled.files.map((path) => ({ path: resolve(path), text: readFileSync(path, 'utf8') })),
          network,
          training,
          data: dataHostOf(file),
          openEngine: (trial) =>
            openEngine(
              { name, threadFile: join(distDir, 'onnxruntime-thread.js'), ...(threads !== undefined && { threads }) },
              trial,
            ),
          versions: VERSIONS,
          stop: AbortSignal.any([signals.stop, terminal.gone]),
        },
        report,
      );
    } finally {
      signals.dispose();
      report.close();
    }
  },
};

async function outcomeOf(options: Omit<TrainOptions, 'onEvent'>, report: Report): Promise<number> {
  try {
    const { exitCode } = await runTraining({ ...options, onEvent: (event) => report.event(event) });
    return exitCode;
  } catch (error) {
    // No run was made.
    if (error instanceof DataError || error instanceof EngineUnavailableError) throw new CommandError(error.message);
    throw error;
  }
}

function overridesOf(values: Values): Partial<Training> {
  const [epochs, batchSize, seed] = [wholeOf(values, 'epochs', 1), wholeOf(values, 'batch-size', 1), wholeOf(values, 'seed', 0)];
  return {
    ...(epochs !== undefined && { epochs }),
    ...(batchSize !== undefined && { batchSize }),
    ...(seed !== undefined && { seed }),
  };
}

function chooseTraining({ trainings, diagnostics, partial }: Compiled, target: Target): Training {
  const { path, name } = target;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors > 0 || partial)
    throw new CommandError(`${path} has ${plural(errors, 'error')}. A training starts only without any.`);
  const [only, ...others] = trainings;
  if (only === undefined) {
    throw new CommandError(`${path} exports no training. Write: export default train(model, { data, loss, optimizer })`);
  }
  const names = trainings.map((training) => training.name);
  if (name === undefined) {
    if (others.length === 0) return only;
    throw new CommandError(
      `${path} has ${trainings.length} trainings. Name one: ${names.map((one) => `${path}#${one}`).join(', ')}`,
    );
  }
  const found = trainings.find((training) => training.name === name);
  if (found === undefined) throw new CommandError(notFound('training', target, names));
  return found;
}
