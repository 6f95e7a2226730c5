/** A training from beginning to end: data, programs, engine, run directory, and then the loop. */
import { basename } from 'node:path';
import { type Dataset, loadDataset } from '../data/dataset';
import { DataError } from '../data/error';
import { identity } from '../data/random';
import type { DataHost } from '../data/source';
import type { Trial } from '../engines/choose-threads';
import type { Network } from '../ir/network';
import type { Training } from '../ir/training';
import { engineText } from '../protocol/engine';
import type { EventBody, RunEvent } from '../protocol/events';
import { createRun, type NewRun } from '../runs/create';
import { RunError } from '../runs/error';
import { hasCheckpoint, readGraph, readRun, readStatus } from '../runs/read';
import { reopenRun } from '../runs/reopen';
import type { RunWriter } from '../runs/writer';
import { bindColumns } from './binding';
import { type Checkpoint, loadCheckpoint, startPoint } from './checkpoint';
import { classifierOf } from './classifier';
import { conduct, type Outcome } from './conduct';
import { openControl } from './control';
import { type ChosenEngine, recordOf } from './engines/chosen';
import { feedsOf } from './feeds';
import { CURVE_COLUMNS, runLoop, stepsPerEpochOf } from './loop';
import { measuresOf } from './measures';
import { buildPrograms, loadPrograms } from './programs';
import { UNCHANGED } from './rate';
import { Saver } from './save';

/** What a training needs of the process it runs in. */
export interface Surroundings {
  readonly data: DataHost;
  /** Called once. The trainer closes what it gets. */
  openEngine(trial: Trial): Promise<ChosenEngine>;
  /** Aborted with a signal's name as the reason: the training ends after the steps that are queued. */
  readonly stop: AbortSignal;
  onEvent(event: RunEvent): void;
}

export interface TrainOptions extends Surroundings, Pick<NewRun, 'file' | 'sources' | 'network' | 'training' | 'versions'> {}

export interface ResumeOptions extends Surroundings {
  /** Of the run. */
  readonly directory: string;
}

/**
 * What fails before there is a run is thrown: a `DataError` where data and model do not fit, a `RunError` where the run
 * directory can't be made, the engine's own errors. After that, everything ends in an `Outcome`.
 */
export const train = (options: TrainOptions): Promise<Outcome> =>
  runTraining({
    ...options,
    openRun: (engine, { schema: { name, rows, splits }, fingerprint }, columns) =>
      createRun({
        ...options,
        data: { name, rows, splits, fingerprint },
        engine: recordOf(engine),
        columns,
      }),
  });

/**
 * Goes on from the last checkpoint of a run, or from the beginning if it had none yet, with the model and the settings it
 * was begun with. With the engine and the threads that it had, it does what it would have done without the break; with
 * another engine the same to rounding. Throws as `train` does, and a `RunError` where there is nothing to go on with.
 */
export async function resume(options: ResumeOptions): Promise<Outcome> {
  const { directory } = options;
  const { settings, data, engine: first } = readRun(directory);
  requireUnfinished(directory);
  const from = hasCheckpoint(directory, 'last') ? loadCheckpoint(directory, 'last') : undefined;
  return runTraining({
    ...options,
    network: readGraph(directory),
    training: settings,
    ...(from && { from }),
    openRun(engine, { schema, fingerprint }, columns) {
      if (fingerprint !== data.fingerprint) {
        throw new DataError('settings', `The files of ${schema.name} have changed since the run began. Start a new one.`);
      }
      const run = reopenRun(directory, from?.point ?? startPoint(settings.seed), columns);
      const record = recordOf(engine);
      if (engineText(record) !== engineText(first)) run.update({ engine: record });
      return run;
    },
  });
}

function requireUnfinished(directory: string): void {
  const { state, reason } = readStatus(directory);
  const run = basename(directory);
  if (state === 'done') throw new RunError('finished', `The run ${run} has reached its end. Start a new one to train longer.`);
  if (state === 'diverged') {
    throw new RunError('finished', `The run ${run} would end as it did before: ${reason?.text ?? 'it diverged.'}`);
  }
}

interface Job extends Surroundings {
  readonly network: Network;
  readonly training: Training;
  /** Where to go on from; otherwise it begins at the beginning. */
  readonly from?: Checkpoint;
  openRun(engine: ChosenEngine, dataset: Dataset, columns: readonly string[]): RunWriter | Promise<RunWriter>;
}

async function runTraining(job: Job): Promise<Outcome> {
  const { network, training, from } = job;
  const dataset = await loadDataset(training.data, training.seed, job.data);
  const programs = buildPrograms(network, training);
  const bindTraining = bindColumns(network, dataset.schema, programs.step);
  const bind = bindColumns(network, dataset.schema, programs.evaluation);
  const measures = measuresOf(network, training);
  const classifier = classifierOf(dataset.schema, training);

  const someRows = identity(dataset.splits.train.rows).subarray(0, training.batchSize);
  const feeds = () => feedsOf({ training, dataset, bindTraining }, { positions: someRows, step: 0 }, UNCHANGED);
  const engine = await job.openEngine({ program: programs.step, state: programs.state, feeds });
  try {
    await loadPrograms(engine, programs);
    if (from) await engine.writeState(from.state);
    const columns = [...CURVE_COLUMNS, ...measures.map(({ name }) => name)];
    const run = await job.openRun(engine, dataset, columns);
    const control = await openControl(run.directory);
    try {
      return await conduct(run, job.onEvent, async (emit) => {
        emit(startEvent(job, dataset, engine, run.id, columns));
        const initial = { state: programs.state, point: startPoint(training.seed) };
        const given = { network, training, dataset, engine, run, measures, classifier, bindTraining, bind, initial };
        const stop = AbortSignal.any([job.stop, control.stop]);
        const saver = new Saver({ engine, run, emit });
        return runLoop({ ...given, stop, control, emit, saver }, from?.point ?? initial.point);
      });
    } finally {
      control.close();
    }
  } finally {
    await engine.close();
  }
}

const startEvent = (
  { network, training }: Job,
  dataset: Dataset,
  engine: ChosenEngine,
  run: string,
  columns: readonly string[],
): EventBody => ({
  k: 'start',
  run,
  model: network.name,
  engine: engine.name,
  ...(engine.version !== undefined && { engineVersion: engine.version }),
  device: engine.device,
  ...(engine.gpu !== undefined && { gpu: engine.gpu }),
  threads: engine.threads,
  ...(engine.note !== undefined && { engineNote: engine.note }),
  seed: training.seed,
  epochs: training.epochs,
  stepsPerEpoch: stepsPerEpochOf(dataset, training),
  batchSize: training.batchSize,
  rows: dataset.schema.splits,
  columns,
});
