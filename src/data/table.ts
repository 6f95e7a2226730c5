/** Rows of text as columns of numbers and categories: a column is of numbers if its first value is one. */
import type { CsvFault, Row } from './csv-text';

export interface Table {
  readonly rows: number;
  /** By name, those that were asked for. */
  readonly columns: ReadonlyMap<string, TableColumn>;
}

export type TableColumn =
  | { readonly kind: 'number'; readonly values: readonly number[] }
  /** Positions in `names`, which are in the order of their characters. */
  | { readonly kind: 'category'; readonly names: readonly string[]; readonly values: Int32Array; readonly first: First };

interface First {
  readonly text: string;
  readonly line: number;
}

/** A column while it grows. */
interface Growing {
  readonly name: string;
  /** In the file. */
  readonly position: number;
  readonly numbers: number[];
  /** Categories by their order of appearance. */
  readonly codes: Map<string, number>;
  first?: First;
  isNumber: boolean;
}

type Fail = (line: number, what: string) => CsvFault;

/** Throws what `fail` makes of a fault. */
export function readTable(
  rows: Iterable<Row>,
  names: readonly string[],
  wanted: readonly string[],
  missing: 'error' | 'drop',
  fail: Fail,
): Table {
  const columns = wanted.map((name): Growing => {
    return { name, position: names.indexOf(name), numbers: [], codes: new Map(), isNumber: false };
  });
  let count = 0;
  for (const { line, cells } of rows) {
    if (cells.length !== names.length) {
      throw fail(line, `${cells.length} values, but there are ${names.length} columns`);
    }
    const gap = columns.find(({ position }) => isMissing(cells[position] ?? ''));
    if (gap !== undefined) {
      if (missing === 'drop') continue;
      const cell = cells[gap.position];
      const what = cell === '' ? 'is empty' : `has no value but '${cell}'`;
      throw fail(line, `column ${gap.name} ${what}. missing: 'drop' leaves such rows out`);
    }
    for (const column of columns) append(column, cells[column.position] ?? '', line, fail);
    count += 1;
  }
  return { rows: count, columns: new Map(columns.map((column) => [column.name, finished(column)])) };
}

function append(column: Growing, text: string, line: number, fail: Fail): void {
  if (column.first === undefined) {
    column.first = { text, line };
    column.isNumber = isNumber(text);
  }
  if (!column.isNumber) {
    const code = column.codes.get(text) ?? column.codes.size;
    column.codes.set(text, code);
    column.numbers.push(code);
    return;
  }
  if (!isNumber(text)) throw fail(line, `column ${column.name} is of numbers, and '${text.slice(0, 40)}' is none`);
  const value = Number(text);
  if (!Number.isFinite(Math.fround(value)))
    throw fail(line, `column ${column.name} has ${text}, which is more than a float32 holds`);
  column.numbers.push(value);
}

function finished({ isNumber, numbers, codes, first = { text: '', line: 1 } }: Growing): TableColumn {
  if (isNumber) return { kind: 'number', values: numbers };
  const names = [...codes.keys()].sort();
  const sorted = new Map(names.map((name, index) => [codes.get(name), index]));
  return { kind: 'category', names, values: Int32Array.from(numbers, (code) => sorted.get(code) ?? 0), first };
}

export const isNumber = (text: string): boolean => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text);

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

const isMissing = (text: string): boolean => text.length <= 4 && MISSING.has(text.toLowerCase());
