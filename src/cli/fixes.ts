/** `check --fix`: the computed repairs, as new texts of the files. */
import type { Diagnostic, Edit } from '../ir/diagnostic';
import type { Position } from '../ir/location';

/**
 * The first fix of every finding, but those that touch the text of one before: once the first is applied, a new check says
 * whether the others are still needed.
 */
export function chooseFixes(diagnostics: readonly Diagnostic[]): Edit[][] {
  const chosen: Edit[][] = [];
  for (const { fixes } of diagnostics) {
    const [fix] = fixes;
    if (fix === undefined || fix.edits.length === 0) continue;
    const collides = fix.edits.some((edit) => chosen.flat().some((other) => touches(edit, other)));
    if (!collides) chosen.push([...fix.edits]);
  }
  return chosen;
}

const touches = (a: Edit, b: Edit): boolean =>
  a.file === b.file && !isBefore(a.range.end, b.range.start) && !isBefore(b.range.end, a.range.start);

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.character < b.character);

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
