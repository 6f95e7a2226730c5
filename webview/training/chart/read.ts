/** What the curves say at a place, and in all: for the value box, the live region and whoever can't see the picture. */
import { formatCount } from '../../../src/protocol/format';
import { type ChartContent, type EpochPoint, RATE } from './content';
import { clock, exact } from './format';
import { placesOf, stepNear } from './places';
import type { LineName } from './view';

export interface Reading {
  readonly x: number;
  readonly step: number;
  readonly title: string;
  /** Beside the title, quieter. */
  readonly more: string;
  readonly values: readonly Value[];
}

export interface Value {
  readonly line: LineName;
  readonly name: string;
  readonly value: number;
  /** What it is of, where that is not the step: `epoch 4`. */
  readonly note: string;
}

/** A learning rate is not measured in training or validation. */
export const ownName = (measure: string): string => (measure === RATE ? 'rate' : 'train');

export const NAMES = { faint: 'this step', validation: 'val', comparedValidation: 'its val' } as const;

export const comparedValidationName = (label: string): string => `val, ${label}`;

/** At the step nearest to `x`; undefined: there is nothing to read. */
export function readingAt(measure: string, content: ChartContent, x: number): Reading | undefined {
  const { run, compared, axis, smoothing } = content;
  const own = placesOf(run, axis);
  const other = compared && placesOf(compared, axis);
  // Past the end of this run, the steps are those of the other.
  const isPast = other !== undefined && x > own.xOf(own.rows) && other.xOf(other.rows) > own.xOf(own.rows);
  const places = isPast ? other : own;
  const step = stepNear(places, x);
  if (step === undefined) return undefined;
  const at = places.xOf(step);

  const values: Value[] = [];
  const add = (line: LineName, name: string, value: number | undefined, note = ''): void => {
    if (value !== undefined) values.push({ line, name, value, note });
  };
  if (!isPast) {
    const series = run.history.series(measure);
    add('train', ownName(measure), series?.smoothed(smoothing).values[step - 1]);
    if (smoothing > 0) add('faint', NAMES.faint, series?.values[step - 1]);
    const point = nearest(run.validation, step);
    if (point) add('validation', NAMES.validation, point.value ?? Number.NaN, `epoch ${point.epoch}`);
  }
  if (compared && other) {
    const there = stepNear(other, at);
    const isThere = there !== undefined && at <= other.xOf(other.rows) + 1e-9;
    if (isThere) {
      add('compared', compared.label, compared.history.series(measure)?.smoothed(smoothing).values[there - 1]);
      const point = nearest(compared.validation, there);
      if (point) {
        add('comparedValidation', NAMES.comparedValidation, point.value ?? Number.NaN, `epoch ${point.epoch}`);
      }
    }
  }
  const { stepsPerEpoch } = isPast && compared ? compared : run;
  const epoch = `epoch ${(step / Math.max(1, stepsPerEpoch)).toFixed(1)}`;
  const title = `step ${formatCount(step)}`;
  return { x: at, step, title, more: axis === 'time' ? `${epoch} · ${clock(at)}` : epoch, values };
}

function nearest(points: readonly EpochPoint[], step: number): EpochPoint | undefined {
  const after = points.findIndex((point) => point.step >= step);
  const [before, next] = after < 0 ? [points.at(-1), undefined] : [points[after - 1], points[after]];
  if (before === undefined || next === undefined) return next ?? before;
  return step - before.step < next.step - step ? before : next;
}

/** One line of speech. */
export const spoken = ({ title, more, values }: Reading): string =>
  [
    `${title}, ${more}`,
    ...values.map(({ name, value, note }) => [name, exact(value), note && `(${note})`].filter(Boolean).join(' ')),
  ].join(', ');

/** `training loss 0.1200 at step 9,400, falling; validation 0.1800; best checkpoint at epoch 6 with 0.1700` */
export function summaryOf(measure: string, { run, compared, best }: ChartContent): string {
  const { history, validation } = run;
  const last = history.last(measure);
  if (last === undefined) return `${measure}: no values yet`;
  const parts = [
    `${measure === RATE ? 'learning rate' : `training ${measure}`} ${exact(last)} at step ${formatCount(history.rows)}${trendOf(history.series(measure)?.values, history.rows)}`,
  ];
  const newest = validation.at(-1);
  if (newest) parts.push(`validation ${exact(newest.value ?? Number.NaN)}`);
  if (best) {
    const value = validation.find(({ step }) => step === best.step)?.value;
    parts.push(`best checkpoint at epoch ${best.epoch}${typeof value === 'number' ? ` with ${exact(value)}` : ''}`);
  }
  const other = compared?.history.last(measure);
  if (compared && other !== undefined) parts.push(`${compared.label} ended with ${exact(other)}`);
  return parts.join('; ');
}

/** The newest tenth of the values against the tenth before it, measured in how far they scatter. */
function trendOf(values: Float64Array | undefined, rows: number): string {
  const span = Math.min(1000, Math.floor(rows / 10));
  if (values === undefined || span < 3) return '';
  const [now, before] = [values.subarray(rows - span, rows), values.subarray(rows - 2 * span, rows - span)].map((part) => {
    const finite = part.filter(Number.isFinite);
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
    const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length;
    return { mean, error: Math.sqrt(variance / finite.length) };
  });
  if (now === undefined || before === undefined) return '';
  const change = now.mean - before.mean;
  if (!Number.isFinite(change)) return '';
  if (Math.abs(change) <= 2 * Math.hypot(now.error, before.error)) return ', level';
  return change < 0 ? ', falling' : ', rising';
}
