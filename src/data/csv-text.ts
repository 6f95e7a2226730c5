/** The text of a CSV file as rows of cells (RFC 4180, and spaces around values are no part of them). */

export interface Row {
  /** Of its first cell, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** What is wrong, and where: line and column counted from 1. */
export class CsvFault {
  constructor(
    readonly line: number,
    readonly what: string,
    readonly column?: number,
  ) {}
}

/** Throws a `CsvFault`. Empty lines are no rows. `isTorn`: the text is a beginning, so its last line may lack an end. */
export function* csvRows(text: string, delimiter: string, { isTorn = false } = {}): Generator<Row> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    if (isTorn && end === text.length) return;
    const plain = text.slice(at, end);
    if (!plain.includes('"')) {
      if (plain.trim() !== '') yield { line, cells: plain.split(delimiter).map((cell) => cell.trim()) };
      line += 1;
      at = end + 1;
      continue;
    }
    const row = quotedRow(text, at, line, delimiter);
    if (row instanceof CsvFault) {
      if (isTorn && row.what === UNCLOSED) return;
      throw row;
    }
    yield { line, cells: row.cells };
    line = row.nextLine;
    at = row.next;
  }
}

const UNCLOSED = 'the quote that opens here is not closed';

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

interface QuotedRow {
  readonly cells: string[];
  readonly next: number;
  readonly nextLine: number;
}

/** A row with quotes may go over several lines. */
function quotedRow(text: string, start: number, startLine: number, delimiter: string): QuotedRow | CsvFault {
  const cells: string[] = [];
  let line = startLine;
  let lineStart = start;
  for (let at = start; ; ) {
    while (text[at] === ' ') at += 1;
    let cell: string;
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      if (close < 0) return new CsvFault(line, UNCLOSED, at - lineStart + 1);
      cell = text.slice(at + 1, close).replaceAll('""', '"');
      const breaks = text.slice(at, close).split('\n').length - 1;
      line += breaks;
      if (breaks > 0) lineStart = text.lastIndexOf('\n', close) + 1;
      at = close + 1;
      while (text[at] === ' ' || text[at] === '\r') at += 1;
      if (at < text.length && text[at] !== delimiter && text[at] !== '\n') {
        return new CsvFault(
          line,
          `'${text[at]}' stands behind a closing quote; quotes inside a value are doubled`,
          at - lineStart + 1,
        );
      }
    } else {
      const stop = Math.min(endOfLine(text, at), positionOf(delimiter, text, at));
      cell = text.slice(at, stop).trim();
      at = stop;
    }
    cells.push(cell);
    if (text[at] !== delimiter) return { cells, next: at + 1, nextLine: line + 1 };
    at += 1;
  }
}

function positionOf(delimiter: string, text: string, from: number): number {
  const position = text.indexOf(delimiter, from);
  return position < 0 ? text.length : position;
}

/** Two quotes in a row stand for one. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}
