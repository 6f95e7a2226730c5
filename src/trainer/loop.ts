/** The loop: epochs of steps, validation and checkpoints after each, the test at the end. */
import type { Dataset } from '../data/dataset';
import type { Training } from '../ir/training';
import type { EvaluationResult, Values } from '../protocol/events';
import { formatMetric } from '../protocol/format';
import { type Message, message } from '../protocol/messages';
import { BEFORE, look } from './callbacks';
import { loadCheckpoint, type Point } from './checkpoint';
import type { Ending } from './conduct';
import { evaluate } from './evaluate';
import { faultsInData } from './faults';
import { feedsOf, jobsLeft } from './feeds';
import { heed } from './heed';
import { findCulprit } from './inquiry';
import { RunningMeans, sumsOf, valuesOf } from './measures';
import { pipelined } from './pipeline';
import { PROGRAMS } from './programs';
import { shownRate } from './rate';
import type { LoopSetup } from './setup';
import { Speedometer, tellEvery } from './speed';

/** Curves have these in front of the measures. */
export const CURVE_COLUMNS = ['time', 'epoch', 'learning_rate'] as const;

export const stepsPerEpochOf = ({ splits }: Dataset, { batchSize }: Training): number => Math.ceil(splits.train.rows / batchSize);

/** Trains from `point` on; the engine holds the state that belongs to it. Nothing is written any more when it ends. */
export async function runLoop(setup: LoopSetup, point: Point): Promise<Ending> {
  try {
    return await trainAll(setup, point);
  } finally {
    await setup.saver.finish().catch(() => {});
  }
}

async function trainAll(setup: LoopSetup, point: Point): Promise<Ending> {
  const { training, dataset, run, stop, control, emit, saver } = setup;
  const { validation } = dataset.splits;
  const total = training.epochs * stepsPerEpochOf(dataset, training);
  let speed = new Speedometer(total, point.step, performance.now());
  run.update({ state: 'running' });
  const reason = point.step > 0 ? { reason: message('resumed', { step: point.step }) } : {};
  emit({ k: 'state', state: 'running', ...reason });
  let at = point;
  while (at.epoch < training.epochs && !at.watches.some((watch) => watch.stop)) {
    if (control.isWaiting) {
      await saver.finish();
      at = await heed(setup, at);
      speed = new Speedometer(total, at.step, performance.now());
    }
    const trained = await trainEpoch(setup, at, speed);
    await saver.finish();
    at = trained.point;
    if (trained.broken) return diverged(setup, at, trained.broken, 'training');
    if (stop.aborted) return stopped(setup, at, { unsaved: true });
    if (at.stepInEpoch < stepsPerEpochOf(dataset, training)) continue;
    const validated = validation.rows > 0 ? await evaluate(setup, validation) : undefined;
    if (stop.aborted) return stopped(setup, at, { unsaved: true });
    const metric = validated ? 'val_loss' : 'loss';
    const value = (validated ?? trained).means.loss();
    if (!Number.isFinite(value)) return diverged(setup, at, { name: metric, value }, validated ? 'validation' : 'training');
    const values = { ...trained.means.values(), ...validated?.means.values('val_') };
    const isBest = at.best === undefined || value < at.best.value;
    const epoch = at.epoch + 1;
    const best = isBest ? { best: { epoch, step: at.step, metric, value } } : {};
    emit({ k: 'epoch', epoch, step: at.step, values, best: isBest });
    at = { ...watched(setup, at, epoch, values), epoch, stepInEpoch: 0, sums: { rows: 0, sums: [] }, ...best };
    run.update({ epoch, step: at.step });
    // Not waited for here, but by `finish`, when the next epoch is done.
    void saver.save(at, isBest ? ['best', 'epoch'] : ['epoch']);
  }
  await saver.finish();
  const ending = await test(setup, at);
  const early = ending.state === 'done' ? stoppedEarly(training, at) : undefined;
  return early === undefined ? ending : { ...ending, reason: early };
}

/** What the callbacks make of an epoch. */
function watched({ training, emit }: LoopSetup, point: Point, epoch: number, values: Values): Point {
  let { rate: changes } = point;
  const watches = (training.callbacks ?? []).map((callback, k) => {
    const now = shownRate(training, changes, point.step);
    const { state, rate } = look(callback, point.watches[k] ?? BEFORE, epoch, values, now);
    if (rate !== undefined) {
      changes = { ...changes, scale: changes.scale * (rate / now) };
      emit({ k: 'control', action: 'rate', by: callback.kind, value: rate });
    }
    return state;
  });
  return { ...point, rate: changes, watches };
}

function stoppedEarly({ callbacks = [] }: Training, { watches }: Point): Message | undefined {
  const k = watches.findIndex(({ stop }) => stop);
  const [callback, watch] = [callbacks[k], watches[k]];
  if (callback === undefined || watch?.best === undefined) return undefined;
  const { value, epoch } = watch.best;
  return message('stopped-early', {
    monitor: callback.monitor,
    wait: watch.wait,
    value: formatMetric(callback.monitor, value),
    epoch,
  });
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

/** Ends early when somebody asks for something, or when a loss is no longer a number. */
async function trainEpoch(setup: LoopSetup, from: Point, speed: Speedometer): Promise<TrainedEpoch> {
  const { training, dataset, engine, measures, run } = setup;
  const epoch = from.epoch + 1;
  const steps = training.epochs * stepsPerEpochOf(dataset, training);
  const every = tellEvery(steps);
  const means = new RunningMeans(measures, from.sums);
  let done = 0;
  const point = (): Point => ({
    ...from,
    step: from.step + done,
    stepInEpoch: from.stepInEpoch + done,
    sums: means.snapshot(),
  });

  run.sayProgress(() => ({
    epochs: training.epochs,
    steps,
    values: means.values(),
    ...speed.measure(from.step + done, performance.now()),
  }));
  for await (const { job, outputs } of pipelined(engine, PROGRAMS.step, batches(setup, from))) {
    const sums = sumsOf(measures, outputs, job.rows);
    means.add(sums, job.rows);
    done++;
    const step = from.step + done;
    const values = valuesOf(measures, sums, job.rows);
    run.addRow([now(), epoch, shownRate(training, from.rate, job.feeds.step), ...values]);
    run.progress(epoch, step);
    const bad = measures.findIndex(({ isLoss }, k) => isLoss && !Number.isFinite(values[k]));
    if (bad >= 0)
      return { point: point(), means, broken: { name: measures[bad]?.name ?? 'loss', value: values[bad] ?? Number.NaN } };
    if (step % every === 0) {
      setup.emit({ k: 'step', epoch, step, values: means.values(), ...speed.measure(step, performance.now()) });
    }
  }
  return { point: point(), means };
}

function* batches(setup: LoopSetup, from: Point) {
  for (const job of jobsLeft(setup, from)) {
    if (setup.stop.aborted || setup.control.isWaiting || setup.saver.hasFailed) return;
    yield { rows: job.positions.length, feeds: feedsOf(setup, job, from.rate) };
  }
}

/** Milliseconds since 1970, finer than `Date.now` and never going back. */
const now = (): number => performance.timeOrigin + performance.now();

async function stopped(setup: LoopSetup, point: Point, { unsaved }: { readonly unsaved: boolean }): Promise<Ending> {
  const by = String(setup.stop.reason);
  setup.emit({ k: 'control', action: 'stop', by });
  if (unsaved) await setup.saver.save(point, ['stop']);
  const { step } = point;
  const asked = by === 'control' ? message('stopped-on-request', { step }) : message('stopped-by-signal', { signal: by, step });
  return { state: 'stopped', reason: asked };
}

/** The weights are broken: the checkpoints stay as they are. */
async function diverged(
  setup: LoopSetup,
  point: Point,
  { name, value }: Broken,
  during: 'training' | 'validation',
): Promise<Ending> {
  const { training, emit } = setup;
  const { step } = point;
  const happened = { name, value: String(value), step };
  const faults = faultsInData(setup, point, during);
  if (faults !== undefined) {
    const { layer, rows, id, ...where } = faults;
    const reason = message(id, { ...happened, ...where });
    emit({ k: 'finding', rule: 'data-not-finite', severity: 'error', ...(layer && { layer }), rows, step, message: reason });
    return { state: 'diverged', reason };
  }
  const culprit = await findCulprit(setup, step, during);
  const params = { ...happened, rate: shownRate(training, point.rate, Math.max(0, step - 1)) };
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
