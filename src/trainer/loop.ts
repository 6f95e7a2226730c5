/** The loop: epochs of steps, validation and checkpoints after each, the test at the end. */
import type { Dataset } from '../data/dataset';
import type { Training } from '../ir/training';
import type { EvaluationResult } from '../protocol/events';
import { message } from '../protocol/messages';
import { encodeCheckpoint, loadCheckpoint, type Point } from './checkpoint';
import type { Ending } from './conduct';
import { evaluate } from './evaluate';
import { feedsOf, jobsLeft } from './feeds';
import { findCulprit } from './inquiry';
import { RunningMeans, sumsOf } from './measures';
import { pipelined } from './pipeline';
import { PROGRAMS } from './programs';
import { rateAt } from './rate';
import type { LoopSetup } from './setup';
import { Speedometer, tellEvery } from './speed';

/** Curves have these in front of the measures. */
export const CURVE_COLUMNS = ['time', 'epoch'] as const;

export const stepsPerEpochOf = ({ splits }: Dataset, { batchSize }: Training): number => Math.ceil(splits.train.rows / batchSize);

/** Trains from `point` on; the engine holds the state that belongs to it. */
export async function runLoop(setup: LoopSetup, point: Point): Promise<Ending> {
  const { training, dataset, run, stop, emit } = setup;
  const { validation } = dataset.splits;
  const total = training.epochs * stepsPerEpochOf(dataset, training);
  const speed = new Speedometer(total, point.step, performance.now());
  run.update({ state: 'running' });
  const reason = point.step > 0 ? { reason: message('resumed', { step: point.step }) } : {};
  emit({ k: 'state', state: 'running', ...reason });
  let at = point;
  while (at.epoch < training.epochs) {
    const trained = await trainEpoch(setup, at, speed);
    at = trained.point;
    if (trained.broken) return diverged(setup, at, trained.broken, 'training');
    const validated = validation.rows > 0 && !stop.aborted ? await evaluate(setup, validation) : undefined;
    if (stop.aborted) return stopped(setup, at, { unsaved: true });
    const metric = validated ? 'val_loss' : 'loss';
    const value = (validated ?? trained).means.loss();
    if (!Number.isFinite(value)) return diverged(setup, at, { name: metric, value }, validated ? 'validation' : 'training');
    const values = { ...trained.means.values(), ...validated?.means.values('val_') };
    const isBest = at.best === undefined || value < at.best.value;
    const epoch = at.epoch + 1;
    const best = isBest ? { best: { epoch, step: at.step, metric, value } } : {};
    at = { ...at, epoch, stepInEpoch: 0, sums: { rows: 0, sums: [] }, ...best };
    emit({ k: 'epoch', epoch, step: at.step, values, best: isBest });
    await save(setup, at, isBest ? ['best', 'epoch'] : ['epoch']);
    run.update({ epoch, step: at.step, ...best });
  }
  return test(setup, at);
}

interface TrainedEpoch {
  readonly point: Point;
  readonly means: RunningMeans;
  /** The loss that is no longer a number. */
  readonly broken?: Broken;
}

interface Broken {
  readonly name: string;
  readonly value: number;
}

/** Ends early when it is asked to stop, or when a loss is no longer a number. */
async function trainEpoch(setup: LoopSetup, from: Point, speed: Speedometer): Promise<TrainedEpoch> {
  const { training, dataset, engine, measures, run } = setup;
  const epoch = from.epoch + 1;
  const every = tellEvery(training.epochs * stepsPerEpochOf(dataset, training));
  const means = new RunningMeans(measures, from.sums);
  let done = 0;
  const point = (): Point => ({
    ...from,
    step: from.step + done,
    stepInEpoch: from.stepInEpoch + done,
    sums: means.snapshot(),
  });

  for await (const { job, outputs } of pipelined(engine, PROGRAMS.step, batches(setup, from))) {
    const sums = sumsOf(measures, outputs, job.rows);
    means.add(sums, job.rows);
    done++;
    const step = from.step + done;
    run.addRow([now(), epoch, ...sums.map((sum) => sum / job.rows)]);
    run.progress(epoch, step);
    const bad = measures.findIndex(({ kind }, k) => kind === 'mean' && !Number.isFinite(sums[k]));
    if (bad >= 0)
      return { point: point(), means, broken: { name: measures[bad]?.name ?? 'loss', value: sums[bad] ?? Number.NaN } };
    if (step % every === 0) {
      setup.emit({ k: 'step', epoch, step, values: means.values(), ...speed.measure(step, performance.now()) });
    }
  }
  return { point: point(), means };
}

function* batches(setup: LoopSetup, from: Point) {
  for (const job of jobsLeft(setup, from)) {
    if (setup.stop.aborted) return;
    yield { rows: job.positions.length, feeds: feedsOf(setup, job, from.rate) };
  }
}

/** Milliseconds since 1970, finer than `Date.now` and never going back. */
const now = (): number => performance.timeOrigin + performance.now();

async function save(
  { engine, run, emit }: LoopSetup,
  point: Point,
  reasons: readonly ('best' | 'epoch' | 'stop')[],
): Promise<void> {
  const bytes = encodeCheckpoint({ state: await engine.readState(), point });
  for (const reason of reasons) {
    const path = run.saveCheckpoint(reason === 'best' ? 'best' : 'last', bytes);
    emit({ k: 'checkpoint', path, epoch: point.epoch, step: point.step, reason });
  }
}

async function stopped(setup: LoopSetup, point: Point, { unsaved }: { readonly unsaved: boolean }): Promise<Ending> {
  const by = String(setup.stop.reason);
  setup.emit({ k: 'control', action: 'stop', by });
  if (unsaved) await save(setup, point, ['stop']);
  return { state: 'stopped', reason: message('stopped-by-signal', { signal: by, step: point.step }) };
}

/** The weights are broken: the checkpoints stay as they are. */
async function diverged(
  setup: LoopSetup,
  { step, rate: changes }: Point,
  { name, value }: Broken,
  during: 'training' | 'validation',
): Promise<Ending> {
  const { training, emit } = setup;
  const culprit = await findCulprit(setup, step, during);
  const optimizer = training.objectives[0]?.optimizer;
  const rate = optimizer === undefined ? 0 : rateAt(optimizer, changes, Math.max(0, step - 1));
  const params = { name, value: String(value), step, rate };
  const reason = culprit
    ? message(`broke-in-${culprit.what}`, { ...params, layer: culprit.layer })
    : message('loss-not-finite', params);
  const layer = culprit && { layer: culprit.layer };
  emit({ k: 'finding', rule: Number.isNaN(value) ? 'nan-loss' : 'inf-loss', severity: 'error', ...layer, step, message: reason });
  return { state: 'diverged', reason };
}

/** The best weights on rows that were held back: the test's, or those of the validation where there is no test. */
async function test(setup: LoopSetup, point: Point): Promise<Ending> {
  const { dataset, engine, run, classifier, emit } = setup;
  const split = (['test', 'validation'] as const).find((name) => dataset.splits[name].rows > 0);
  if (split === undefined) return { state: 'done' };
  const { best = point } = point;
  if (best.step !== point.step) await engine.writeState(loadCheckpoint(run.directory, 'best').state);
  const tested = await evaluate(setup, dataset.splits[split], classifier);
  if (tested === undefined) return stopped(setup, point, { unsaved: false });
  const evaluation: EvaluationResult = {
    split,
    rows: dataset.splits[split].rows,
    epoch: best.epoch,
    step: best.step,
    values: tested.means.values(),
    ...(tested.confusion && { confusion: tested.confusion }),
  };
  run.saveEvaluation(evaluation);
  emit({ k: 'evaluation', ...evaluation });
  return { state: 'done', evaluation };
}
