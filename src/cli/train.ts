import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { DataError } from '../data/error';
import type { DataHost } from '../data/source';
import type { Location } from '../ir/location';
import type { Training } from '../ir/training';
import type { RunEvent } from '../protocol/events';
import { counted } from '../protocol/format';
import { REFUSAL_VARIABLE, type Refusal } from '../protocol/refusal';
import { RunError } from '../runs/error';
import { runsDirectory } from '../runs/layout';
import type { Outcome } from '../trainer/conduct';
import { EngineRefusal } from '../trainer/engines/wish';
import { installSignals } from '../trainer/signals';
import { resume, train as runTraining, type Surroundings } from '../trainer/train';
import { type Call, type Command, type Values, wholeOf } from './command';
import { type Compiled, compileForShow } from './compile';
import { dataHostOf, dataHostOfRun } from './data';
import { ENGINE_OPTIONS, engineFor, engineForRun, namedEngine } from './engine';
import { CommandError } from './errors';
import { readTarget, type Target } from './files';
import { runNamed } from './find-run';
import { notFound } from './models';
import { type PlaceOf, placesIn, placesOfRun } from './places';
import { jsonReport, textReport } from './report';
import type { Terminal } from './terminal/terminal';
import { VERSIONS } from './version';

export const train: Command = {
  options: {
    json: { doc: 'Prints the events as JSON, one a line, and nothing else.' },
    resume: {
      value: '<run|latest>',
      doc: 'Goes on with a run that was stopped, where it was, with its own engine unless another is named.',
    },
    epochs: { value: '<n>', doc: 'Instead of what the file says.' },
    'batch-size': { value: '<n>', doc: 'Instead of what the file says.' },
    seed: { value: '<n>', doc: 'Decides the split, the first weights and the order of the rows.' },
    ...ENGINE_OPTIONS,
  },
  examples: [
    'modelwright train digits.model.ts',
    'modelwright train digits.model.ts#small --epochs 5 --seed 2',
    'modelwright train --resume latest',
    'modelwright train digits.model.ts --engine tensorflow --device gpu',
  ],

  async run(call) {
    try {
      return await (call.values.has('resume') ? goOn(call) : begin(call));
    } catch (error) {
      tellEditor(error);
      throw error;
    }
  },
};

/** What a person reads in the terminal, an editor can't. */
function tellEditor(error: unknown): void {
  const path = process.env[REFUSAL_VARIABLE];
  if (path === undefined || !(error instanceof Error)) return;
  const data = error instanceof RefusedData ? error.location : undefined;
  const refusal: Refusal = {
    v: 1,
    message: error.message,
    ...(data && { data: { ...data, file: resolve(data.file) } }),
    ...(error instanceof RefusedEngine && { engine: true }),
  };
  try {
    writeFileSync(path, JSON.stringify(refusal));
  } catch {
    // The terminal has it.
  }
}

/** Data that can't be trained on, and the call that describes them. */
class RefusedData extends CommandError {
  constructor(
    message: string,
    readonly location: Location | undefined,
  ) {
    super(message);
  }
}

/** An engine that can't be had. */
class RefusedEngine extends CommandError {}

async function begin({ usage, operands, values, terminal }: Call): Promise<number> {
  const target = readTarget(operands, usage);
  const engine = namedEngine(values);
  const overrides = overridesOf(values);

  // A training whose data are missing says so itself, as an error.
  const compiled = await compileForShow(target.path, terminal, 'data-missing');
  const training: Training = { ...chooseTraining(compiled, target), ...overrides };
  const network = compiled.networks.find((one) => one.name === training.model);
  if (network === undefined) throw new CommandError(`${target.path} has no model named ${training.model}.`);

  const file = resolve(target.path);
  const sources = compiled.files.map((path) => ({ path: resolve(path), text: readFileSync(path, 'utf8') }));
  const places = placesIn(network, training, sources);
  return conductFor(terminal, values, dataHostOf(file), runsDirectory(file), places, (surroundings) =>
    runTraining({
      ...surroundings,
      file,
      sources,
      network,
      training,
      versions: VERSIONS,
      openEngine: engineFor(file, engine),
    }),
  );
}

/** The run keeps all that decides its numbers: model, data and settings. Another engine gives the same, to rounding. */
async function goOn({ usage, operands, values, terminal }: Call): Promise<number> {
  const surplus = [...values.keys()].find((name) => !['resume', 'json', ...Object.keys(ENGINE_OPTIONS)].includes(name));
  const engine = namedEngine(values);
  if (surplus !== undefined) throw new CommandError(`A run goes on with its own settings: leave out --${surplus}.`);
  const file = operands.length > 0 ? resolve(readTarget(operands, usage).path) : undefined;
  const directory = runNamed(String(values.get('resume')), file);
  const places = placesOfRun(directory);
  return conductFor(terminal, values, dataHostOfRun(directory), dirname(directory), places, (surroundings) =>
    resume({ ...surroundings, directory, openEngine: engineForRun(directory, engine) }),
  );
}

/** Shows what a training tells, and hands signals on to it. `runs` is where its directory is. */
async function conductFor(
  terminal: Terminal,
  values: Values,
  data: DataHost,
  runs: string,
  places: PlaceOf,
  work: (surroundings: Omit<Surroundings, 'openEngine'>) => Promise<Outcome>,
): Promise<number> {
  const shown = (run: string): string => relative('.', join(runs, run));
  const report = values.has('json') ? jsonReport(terminal) : textReport(terminal, shown, places);
  const signals = installSignals();
  // The second Ctrl+C exits at once, but not without giving the terminal back.
  process.once('exit', () => report.close());
  try {
    const { exitCode } = await work({
      data,
      stop: AbortSignal.any([signals.stop, terminal.gone]),
      onEvent: (event: RunEvent) => report.event(event),
    });
    return exitCode;
  } catch (error) {
    // Nothing was trained.
    if (error instanceof DataError) throw new RefusedData(error.message, places({ rows: [] })?.location);
    if (error instanceof EngineRefusal) throw new RefusedEngine(error.message);
    const usual = error instanceof RunError && ['finished', 'locked', 'other-version'].includes(error.kind);
    throw usual ? new CommandError(error.message) : error;
  } finally {
    signals.dispose();
    report.close();
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
    throw new CommandError(`${path} has ${counted(errors, 'error')}. A training starts only without any.`);
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
