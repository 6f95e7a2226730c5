/** `check --fix`: the computed repairs, as new texts of the files. */
import type { Edit } from '../ir/diagnostic';
import type { Position } from '../ir/location';

/** The edits must not overlap. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const lines = lineStarts(source);
  const offset = ({ line, character }: Position): number => Math.min(source.length, (lines[line] ?? source.length) + character);
  const sorted = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  return sorted.reduce(
    (text, { range, text: inserted }) => text.slice(0, offset(range.start)) + inserted + text.slice(offset(range.end)),
    source,
  );
}

const lineStarts = (source: string): number[] => [
  0,
  ...[...source.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length),
];
