/**
 * `modelwright train` for people. Events come in, lines come out: the head, a row for each epoch, the line that moves, the
 * curve, and the end. What is drawn depends on the events alone, so that it can be tested without a terminal or a clock.
 */
import { engineOfStart, engineText } from '../../protocol/engine';
import type {
  EndEvent,
  EpochEvent,
  EvaluationEvent,
  EvaluationResult,
  RunEvent,
  StartEvent,
  StepEvent,
} from '../../protocol/events';
import { formatCount, formatDuration, formatMetric, formatRate } from '../../protocol/format';
import { NOT_INSTALLED } from '../../runtimes/look';
import { drawCurve } from '../terminal/curve';
import { type Column, columnWidths, tableLine } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable, truncate, wrap } from '../terminal/width';
import { confusionLines } from './confusion';

/** What the events so far say of a run. */
export interface Progress {
  readonly start: StartEvent;
  readonly epochs: EpochEvent[];
  /** The latest is the last one. */
  readonly steps: StepEvent[];
}

export const progressOf = (start: StartEvent): Progress => ({ start, epochs: [], steps: [] });

export function advance({ epochs, steps }: Progress, event: RunEvent): void {
  if (event.k === 'epoch') epochs.push(event);
  if (event.k === 'step') steps.push(event);
}

export function headLine({ model, rows, seed }: StartEvent, { style }: Looks): string {
  const counts = (['train', 'validation', 'test'] as const)
    .filter((split) => rows[split] > 0)
    .map((split) => `${formatCount(rows[split])} ${split}`);
  return `${style.bold(printable(model))} · ${counts.join(', ')} · seed ${seed}`;
}

/** What computes, and why nothing better where something is in the way. */
export function engineLines(start: StartEvent, looks: Looks): string[] {
  const { note, ...engine } = engineOfStart(start);
  const line = `${looks.style.dim('engine')} ${printable(engineText(engine))}`;
  return note === undefined || note === NOT_INSTALLED ? [line] : [line, ...asideLines(note, looks)];
}

const LONG_MS = 60_000;

/** Said once the first epoch tells how long the training takes: who waits for seconds needs no faster engine. */
export function offerLines(start: StartEvent, { t, epoch }: EpochEvent, looks: Looks): string[] {
  const isLong = (t - start.t) * (start.epochs - epoch + 1) > LONG_MS;
  return isLong && start.engineNote === NOT_INSTALLED ? asideLines(NOT_INSTALLED, looks) : [];
}

const asideLines = (text: string, { style, columns }: Looks): string[] => wrap(printable(text), columns).map(style.dim);

/** Names of the columns, then one row for each epoch; ★ stands at the best one so far. */
export interface EpochTable {
  readonly titles: string;
  row(epoch: EpochEvent, best: boolean): string;
}

export function epochTable(start: StartEvent, { values }: EpochEvent, { style }: Looks): EpochTable {
  const names = Object.keys(values);
  const columns: Column[] = [
    { title: 'epoch', align: 'right', width: formatCount(start.epochs).length },
    ...names.map((name): Column => ({ title: name, align: 'left', width: 6 })),
  ];
  const widths = columnWidths(columns, []);
  const line = (cells: readonly string[]): string => ` ${tableLine(columns, widths, cells)}`;
  return {
    titles: style.dim(line(columns.map(({ title }) => title))),
    row: (epoch, best) => {
      const cells = names.map((name) => formatMetric(name, epoch.values[name]));
      return `${line([formatCount(epoch.epoch), ...cells])}${best ? style.yellow(' ★') : ''}`;
    },
  };
}

const BAR_CELLS = 30;

/** ` 7/20 ━━━━━━━━━━╸─────────────────── 35 %  loss 0.0912  812 steps/s  2 min left` */
export function progressLine({ start, steps, epochs }: Progress, { style, columns }: Looks): string {
  const latest = steps.at(-1);
  // A long training tells of a step every few epochs only.
  const ended = epochs.at(-1);
  const isBehind = ended !== undefined && ended.step >= (latest?.step ?? 0);
  const now = isBehind ? { ...ended, epoch: Math.min(ended.epoch + 1, start.epochs) } : latest;
  const total = start.epochs * start.stepsPerEpoch;
  const done = now === undefined ? 0 : now.step / total;
  const halves = Math.floor(done * BAR_CELLS * 2);
  const bar = '━'.repeat(halves >> 1) + (halves & 1 ? '╸' : '');
  const rest = '─'.repeat(BAR_CELLS - bar.length);
  const parts = [
    `${Math.floor(done * 100)} %`.padStart(5),
    ...(now === undefined ? [] : [`loss ${formatMetric('loss', now.values['loss'])}`]),
    ...(latest?.stepsPerSecond === undefined ? [] : [`${formatRate(latest.stepsPerSecond)} steps/s`]),
    ...(latest?.secondsLeft === undefined ? [] : [`${formatDuration(latest.secondsLeft)} left`]),
  ];
  const all = formatCount(start.epochs);
  const head = ` ${formatCount(now?.epoch ?? 1).padStart(all.length)}/${all} `;
  const room = columns - head.length - BAR_CELLS;
  return `${head}${style.blue(bar)}${style.dim(rest)}${truncate(parts.join('  '), Math.max(1, room))}`;
}

const CURVE_HEIGHT = 6;
const CURVE_WIDEST = 76;

/** The loss over all steps of the training, and the validation loss after each epoch. */
export function curveLines({ start, steps, epochs }: Progress, { style, columns }: Looks): string[] {
  const marks = epochs.flatMap(({ step, values }) =>
    typeof values['val_loss'] === 'number' ? [{ x: step, y: values['val_loss'] }] : [],
  );
  const size = { xMax: start.epochs * start.stepsPerEpoch, width: Math.min(columns - 1, CURVE_WIDEST), height: CURVE_HEIGHT };
  const line = steps.map(({ step, values }) => ({ x: step, y: values['loss'] ?? Number.NaN }));
  const lines = drawCurve({ line, marks, ...size }, style);
  if (lines.length === 0) return [];
  const legend = `${style.blue('⠤⠤')} ${style.dim('loss')}${marks.length > 0 ? `   ${style.yellow('•')} ${style.dim('val_loss')}` : ''}`;
  return ['', ...lines, `   ${legend}`];
}

/** How it ended: the best epoch, the test, the confusion matrix, and where the run is. */
export function endLines(end: EndEvent, tests: readonly EvaluationEvent[], directory: string, looks: Looks): string[] {
  const { style } = looks;
  const best =
    end.best === undefined
      ? []
      : [`best epoch ${formatCount(end.best.epoch)}: ${end.best.metric} ${formatMetric(end.best.metric, end.best.value)}`];
  return [...best, ...tests.flatMap((test) => testLines(test, looks)), `${style.dim('run')} ${printable(directory)}`];
}

export function testLines({ split, values, confusion }: EvaluationResult, looks: Looks): string[] {
  // Accuracy where it was asked for, since it is what people compare; otherwise the loss.
  const name = 'accuracy' in values ? 'accuracy' : 'loss';
  const line = looks.style.bold(`${split} ${name} ${formatMetric(name, values[name])}`);
  return [line, ...(confusion === undefined ? [] : ['', ...confusionLines(confusion, looks), ''])];
}
