/** A line of source with the finding under the text that it is about. */
import type { Range } from '../../ir/location';
import type { Style } from './style';
import { displayWidth, printable, wrap } from './width';

export interface CodeFrame {
  /** The whole text of the file. */
  readonly source: string;
  readonly range: Range;
  readonly message: string;
  readonly paint: (text: string) => string;
  /** Cells in a line; messages that would be cut go under the marks. */
  readonly columns: number;
}

export function codeFrame({ source, range: { start, end }, message, paint, columns }: CodeFrame, style: Style): string[] {
  const line = source.split(/\r?\n/)[start.line] ?? '';
  const until = end.line === start.line ? end.character : line.length;
  const before = displayWidth(printable(line.slice(0, start.character)));
  const marks = '^'.repeat(Math.max(1, displayWidth(printable(line.slice(start.character, until)))));
  const text = printable(message);

  const number = String(start.line + 1).padStart(4);
  const edge = style.dim(`${' '.repeat(number.length)} │`);
  const beside = `${' '.repeat(before)}${marks} ${text}`;
  const room = columns - number.length - 3;
  const under =
    displayWidth(beside) <= room
      ? [`${' '.repeat(before)}${paint(`${marks} ${text}`)}`]
      : [`${' '.repeat(before)}${paint(marks)}`, ...wrap(text, Math.max(20, room)).map(paint)];
  return [`${style.dim(`${number} │`)} ${printable(line)}`, ...under.map((row) => `${edge} ${row}`)];
}
