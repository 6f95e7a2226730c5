/**
 * Places in a text. Editors count lines and UTF-16 units from 0, the sandbox's engine counts lines and code points from 1;
 * both become offsets here, at the border, and nothing else converts.
 */
import type { Position } from '../ir/location';

/** Offsets at which lines begin, as editors see lines: they end at LF, CR LF or CR. */
export function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
  }
  return starts;
}

/** The same as the engine sees lines: they end at LF only. */
export function engineLineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

export function positionAt(lineStarts: readonly number[], offset: number): Position {
  let low = 0;
  let high = lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lineStarts[low] ?? 0) };
}

/** Offset of a place that the engine names; undefined where the text has no such place. */
export function offsetOf(text: string, engineLineStarts: readonly number[], line: number, column: number): number | undefined {
  const start = engineLineStarts[line - 1];
  if (start === undefined) return undefined;
  let offset = start;
  for (let passed = 1; passed < column; passed += 1) {
    const code = text.codePointAt(offset);
    if (code === undefined) return undefined;
    offset += code > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The text with ranges made blank: same length, same lines. */
export function blank(text: string, ranges: readonly Span[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (end <= done) continue;
    const from = Math.max(start, done);
    result += text.slice(done, from) + text.slice(from, end).replace(/[^\r\n]/g, ' ');
    done = end;
  }
  return result + text.slice(done);
}

/** The lines of `after` that are not as they were, from the first to the last. */
export function linesChanged(before: string, after: string): Span {
  const [old, lines] = [before.split('\n'), after.split('\n')];
  const most = Math.min(old.length, lines.length);
  let first = 0;
  while (first < most && old[first] === lines[first]) first += 1;
  let rest = 0;
  while (rest < most - first && old.at(-1 - rest) === lines.at(-1 - rest)) rest += 1;
  const start = lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0);
  return { start, end: lines.slice(first, lines.length - rest).reduce((sum, line) => sum + line.length + 1, start) };
}

/** Offsets, the end excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const LF = 10;
const CR = 13;
