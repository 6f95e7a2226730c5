/** Repairs of several findings at once. */
import type { Diagnostic, Edit } from '../ir/diagnostic';
import { overlap } from '../ir/location';

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

const touches = (a: Edit, b: Edit): boolean => a.file === b.file && overlap(a.range, b.range);
