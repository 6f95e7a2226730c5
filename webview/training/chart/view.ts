/** What of a run can be seen: lines as points, thinned out for the width there is, and how far the axes reach. */
import type { ChartContent, Curves, EpochPoint } from './content';
import { type Places, placesOf } from './places';
import { GAP } from './pyramid';

export type LineName = 'train' | 'faint' | 'validation' | 'compared' | 'comparedValidation';

export interface Line {
  readonly name: LineName;
  /** NaN: the line ends, and goes on after it. */
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

export type Range = readonly [from: number, to: number];

export interface View {
  /** In the order in which they are drawn. */
  readonly lines: readonly Line[];
  readonly x: Range;
  /** Of `yOf`: exponents of 10 on a log scale. */
  readonly y: Range;
  /** Where values of this run are not finite. */
  readonly broken: readonly number[];
  readonly isEmpty: boolean;
}

/** `width`: pixels of the part that is drawn on. */
export function viewOf(measure: string, content: ChartContent, zoom: Range | undefined, width: number): View {
  const { run, compared, axis, smoothing, log } = content;
  const own = placesOf(run, axis);
  const other = compared && placesOf(compared, axis);
  const x = zoom ?? [0, Math.max(endOf(run, own), compared && other ? endOf(compared, other) : 0) || 1];
  const lines: Line[] = [];
  const broken: number[] = [];

  if (compared && other) {
    lines.push({ name: 'compared', ...curve(compared, measure, smoothing, other, x, width) });
    lines.push({ name: 'comparedValidation', ...points(compared.validation, other, x) });
  }
  const raw = curve(run, measure, 0, own, x, width);
  broken.push(...raw.broken, ...run.validation.flatMap(({ step, value }) => (value === null ? [own.xOf(step)] : [])));
  if (smoothing === 0) lines.push({ name: 'train', ...raw });
  else lines.push({ name: 'faint', ...raw }, { name: 'train', ...curve(run, measure, smoothing, own, x, width) });
  lines.push({ name: 'validation', ...points(run.validation, own, x) });

  const drawn = lines.filter(({ xs }) => xs.length > 0);
  const yOf = scaleOf(log);
  const isEmpty = !drawn.some(({ ys }) => ys.some(Number.isFinite));
  return { lines: drawn, x, y: reach(drawn, x, yOf, log), broken, isEmpty };
}

/** Where a value stands; NaN: it can't be shown there. */
export const scaleOf = (log: boolean): ((value: number) => number) =>
  log ? (value) => (value > 0 ? Math.log10(value) : value <= 0 ? Number.NEGATIVE_INFINITY : Number.NaN) : (value) => value;

const endOf = (curves: Curves, places: Places): number =>
  Math.max(places.xOf(places.rows), places.xOf(curves.validation.at(-1)?.step ?? 0));

interface Drawn {
  readonly xs: number[];
  readonly ys: number[];
  readonly broken: readonly number[];
}

/** One stretch a pixel, and a row on both sides, so that the line goes on to the edges. */
function curve({ history }: Curves, measure: string, smoothing: number, places: Places, x: Range, width: number): Drawn {
  const series = history.series(measure);
  if (series === undefined) return { xs: [], ys: [], broken: [] };
  const { values, pyramid } = series.smoothed(smoothing);
  const stretches = Math.max(1, Math.floor(width));
  const first = places.rowFrom(x[0]);
  const bounds = [Math.max(0, first - 1), first];
  for (let at = 1; at < stretches; at += 1) bounds.push(places.rowFrom(x[0] + ((x[1] - x[0]) * at) / stretches));
  const end = Math.min(places.rows, places.rowFrom(x[1]) + 1);
  bounds.push(end, Math.min(places.rows, end + 1));
  const { places: rows, broken } = pyramid.sample(bounds);
  return {
    xs: rows.map((row) => (row === GAP ? Number.NaN : places.xOf(row + 1))),
    ys: rows.map((row) => (row === GAP ? Number.NaN : (values[row] ?? Number.NaN))),
    broken: broken.map((row) => places.xOf(row + 1)).filter((at) => at >= x[0] && at <= x[1]),
  };
}

function points(validation: readonly EpochPoint[], places: Places, x: Range): { xs: number[]; ys: number[] } {
  const first = validation.findLastIndex(({ step }) => places.xOf(step) < x[0]);
  const after = validation.findIndex(({ step }) => places.xOf(step) > x[1]);
  const seen = validation.slice(Math.max(0, first), after < 0 ? undefined : after + 1);
  return { xs: seen.map(({ step }) => places.xOf(step)), ys: seen.map(({ value }) => value ?? Number.NaN) };
}

/** From the lowest to the highest value that is seen, with a little air, but not beyond 0 and 1 where the values keep to them. */
function reach(lines: readonly Line[], x: Range, yOf: (value: number) => number, log: boolean): Range {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { xs, ys } of lines) {
    for (let at = 0; at < ys.length; at += 1) {
      const place = xs[at] ?? Number.NaN;
      const value = yOf(ys[at] ?? Number.NaN);
      if (!Number.isFinite(value) || place < x[0] || place > x[1]) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return log ? [-1, 0] : [0, 1];
  const air = Math.max((high - low) * 0.05, Math.abs(high) * 1e-9, low === high ? Math.abs(high) * 0.1 || 0.5 : 0);
  if (log) return [low - air, high + air];
  const isNearZero = low >= 0 && low < (high - low) * 0.25;
  const keepsToOne = low >= 0 && high <= 1 && high + air > 1;
  return [isNearZero ? 0 : low - air, keepsToOne ? 1 : high + air];
}
