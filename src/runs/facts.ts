/** What a person is told about a run, by name; empty where there is nothing to say. None of it is safe as anything but text. */
import { type EngineRecord, engineText } from '../protocol/engine';
import { counted, formatCount, formatDuration, formatMetric, formatRate } from '../protocol/format';
import type { WholeRun } from './survey';

/** That trains the run, or did so last. */
export const engineOf = ({ record, status }: Pick<WholeRun, 'record' | 'status'>): EngineRecord => status.engine ?? record.engine;

export type Fact = readonly [name: string, text: string];

/** `began`: when, in the words of whoever shows it. */
export function factsOf(run: WholeRun, began: string): readonly Fact[] {
  const { record, status, meta } = run;
  const { settings, data, git } = record;
  const engine = engineOf(run);
  const { train, validation, test } = data.splits;
  return [
    ['model', `${settings.model} of ${trainedFile(run)}`],
    ['data', `${data.name}: ${formatCount(train)} train, ${formatCount(validation)} validation, ${formatCount(test)} test`],
    ['settings', `${counted(settings.epochs, 'epoch')}, batch size ${formatCount(settings.batchSize)}, seed ${settings.seed}`],
    ['engine', engineText(engine)],
    ['why', engine.note ?? ''],
    ['begun with', status.engine === undefined ? '' : engineText(record.engine)],
    ['began', began],
    ['done', `${epochsText(run)} epochs, ${counted(status.step, 'step')}`],
    ['now', nowText(run)],
    ['best', status.best === undefined ? '' : `${bestText(run)} in epoch ${formatCount(status.best.epoch)}`],
    ['reason', status.reason?.text ?? ''],
    ['notes', meta.notes],
    ['commit', git === undefined ? '' : `${git.commit.slice(0, 12)}${git.dirty ? ', with changes' : ''}`],
  ];
}

/** `digits.model.ts#slow`, as it is given to the command line. */
export const trainedFile = ({ record: { source, settings } }: WholeRun): string =>
  settings.name === 'default' ? source.file : `${source.file}#${settings.name}`;

/** `7/20` */
export const epochsText = ({ record, status: { epoch, progress } }: WholeRun): string =>
  `${formatCount(epoch)}/${formatCount(progress?.epochs ?? record.settings.epochs)}`;

/** `val_loss 0.0455`; empty before the first epoch. */
export const bestText = ({ status: { best } }: WholeRun): string =>
  best === undefined ? '' : `${best.metric} ${formatMetric(best.metric, best.value)}`;

/** `loss 0.1420, accuracy 0.950, 812 steps/s, 2 min left`, or only these measures of it; empty where it is not trained now. */
export function nowText({ status: { state, progress } }: WholeRun, only?: readonly string[]): string {
  if ((state !== 'running' && state !== 'paused') || progress === undefined) return '';
  const { values, stepsPerSecond, secondsLeft } = progress;
  const measures = Object.entries(values).filter(([name]) => only === undefined || only.includes(name));
  const goesOn = state === 'running';
  return [
    ...measures.map(([name, value]) => `${name} ${formatMetric(name, value)}`),
    ...(goesOn && stepsPerSecond !== undefined ? [`${formatRate(stepsPerSecond)} steps/s`] : []),
    ...(goesOn && secondsLeft !== undefined ? [`${formatDuration(secondsLeft)} left`] : []),
  ].join(', ');
}

/** `test accuracy 0.978`; empty where it was not evaluated. */
export function evaluationText({ evaluation }: WholeRun): string {
  if (evaluation === undefined) return '';
  // Accuracy where it was asked for, since it is what people compare; otherwise the loss.
  const name = 'accuracy' in evaluation.values ? 'accuracy' : 'loss';
  return `${evaluation.split} ${name} ${formatMetric(name, evaluation.values[name])}`;
}
