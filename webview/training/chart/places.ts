/** Where the steps of a run stand on the x axis. */
import type { Axis } from '../../../src/protocol/training';
import type { Curves } from './content';

export interface Places {
  /** Rows of the run: row `n` is what step `n + 1` did. */
  readonly rows: number;
  /** Of a number of steps done. */
  xOf(step: number): number;
  /** The first row that stands at `x` or later; `rows` where none does. */
  rowFrom(x: number): number;
}

export function placesOf({ history, stepsPerEpoch }: Omit<Curves, 'validation'>, axis: Axis): Places {
  const { rows } = history;
  if (axis === 'time') {
    const times = history.series('time')?.values ?? new Float64Array(0);
    const start = times[0] ?? 0;
    const xOf = (step: number): number => ((times[Math.min(Math.max(step, 1), rows) - 1] ?? start) - start) / 1000;
    return { rows, xOf, rowFrom: (x) => search(rows, (row) => xOf(row + 1) >= x) };
  }
  const unit = axis === 'epoch' ? Math.max(1, stepsPerEpoch) : 1;
  return {
    rows,
    xOf: (step) => step / unit,
    rowFrom: (x) => Math.min(rows, Math.max(0, Math.ceil(x * unit - 1e-6) - 1)),
  };
}

/** The first of `count` that passes, where all after it do; `count` where none does. */
function search(count: number, passes: (at: number) => boolean): number {
  let from = 0;
  for (let to = count; from < to; ) {
    const middle = (from + to) >> 1;
    if (passes(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** The step done at the row nearest to `x`; undefined: there are no rows. */
export function stepNear({ rows, rowFrom, xOf }: Places, x: number): number | undefined {
  if (rows === 0) return undefined;
  const after = Math.min(rowFrom(x), rows - 1);
  const isNearer = after > 0 && x - xOf(after) < xOf(after + 1) - x;
  return isNearer ? after : after + 1;
}
