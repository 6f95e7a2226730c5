/** Where a place of the text that was trained stands in the text of now. Undefined: its lines were changed, or taken out. */
import type { Range } from '../../ir/location';

export function placeNow(frozen: string, range: Range, current: string): Range | undefined {
  const before = linesOf(frozen);
  const now = linesOf(current);
  const wanted = before.slice(range.start.line, range.end.line + 1);
  if (wanted.length <= range.end.line - range.start.line) return undefined;
  const standsAt = (line: number): boolean => wanted.every((text, k) => now[line + k] === text);
  // The nearest of equal lines: what was put in or taken out above is rarely much.
  for (let distance = 0; distance < Math.max(before.length, now.length); distance += 1) {
    for (const line of [range.start.line - distance, range.start.line + distance]) {
      if (line >= 0 && standsAt(line)) return moved(range, line - range.start.line);
    }
  }
  return undefined;
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/);

const moved = ({ start, end }: Range, by: number): Range => ({
  start: { ...start, line: start.line + by },
  end: { ...end, line: end.line + by },
});
