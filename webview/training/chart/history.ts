/** The rows of one run, column by column. They grow at the end; a resume may cut them back. */
import { createSeries, type Series } from './series';

export interface History {
  readonly columns: readonly string[];
  readonly rows: number;
  /** `from`: how many rows stand before these. The page's rows from there on are forgotten; rows past its end are refused. */
  take(more: { readonly from: number; readonly values: Float64Array }): void;
  /** Undefined: there is no such column. */
  series(column: string): Series | undefined;
  /** NaN where there is no such column or row. */
  value(column: string, row: number): number;
  /** The newest value. */
  last(column: string): number | undefined;
}

export function createHistory(columns: readonly string[]): History {
  const all = columns.map(() => createSeries());
  const named = new Map(all.map((series, at) => [columns[at] ?? '', series]));
  let rows = 0;
  const value = (column: string, row: number): number =>
    row < 0 || row >= rows ? Number.NaN : (named.get(column)?.values[row] ?? Number.NaN);

  return {
    columns,
    get rows() {
      return rows;
    },
    take({ from, values }) {
      if (from > rows) throw new RangeError(`Rows from ${from} on, after ${rows}.`);
      for (const [at, series] of all.entries()) {
        series.cut(from);
        series.append(values, at, columns.length);
      }
      rows = all[0]?.length ?? 0;
    },
    series: (column) => named.get(column),
    value,
    last: (column) => (rows === 0 || !named.has(column) ? undefined : value(column, rows - 1)),
  };
}
