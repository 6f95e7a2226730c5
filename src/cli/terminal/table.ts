/** Aligned columns: numbers to the right, names to the left. */

import type { Style } from './style';
import { displayWidth, padEnd, padStart } from './width';

export interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** At least so wide. */
  readonly width?: number;
}

const GAP = '  ';

export const columnWidths = (columns: readonly Column[], rows: readonly (readonly string[])[]): number[] =>
  columns.map(({ title, width = 0 }, at) =>
    Math.max(width, displayWidth(title), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  );

export function tableLine(columns: readonly Column[], widths: readonly number[], cells: readonly string[]): string {
  const aligned = columns.map(({ align }, at) => {
    const [cell, width] = [cells[at] ?? '', widths[at] ?? 0];
    return align === 'left' ? padEnd(cell, width) : padStart(cell, width);
  });
  return aligned.join(GAP).trimEnd();
}

/** The titles, dimmed, and a line for each row. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[], style: Style): string[] {
  const widths = columnWidths(columns, rows);
  const titles = tableLine(
    columns,
    widths,
    columns.map(({ title }) => title),
  );
  return [style.dim(titles), ...rows.map((row) => tableLine(columns, widths, row))];
}
