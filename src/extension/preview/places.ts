/** From the editor's cursor to the boxes of a picture, and back. */
import type { Location, Position, Range } from '../../ir/location';
import type { PictureNode } from '../../ir/view';

/**
 * Ids of the boxes whose place around the cursor is the innermost: a call in a loop, or in a function, is many boxes. On a line
 * without a place around the cursor, those of the first place that begins there. `isHere`: whether a file is the cursor's.
 */
export function nodesAt(nodes: readonly PictureNode[], isHere: (file: string) => boolean, cursor: Position): string[] {
  const places = nodes.flatMap(({ id, places }) => places.filter(({ file }) => isHere(file)).map(({ range }) => ({ id, range })));
  const around = places.filter(({ range }) => contains(range, cursor)).map(({ range }) => range);
  const onLine = places.filter(({ range }) => range.start.line === cursor.line).map(({ range }) => range);
  const chosen = around.reduce<Range | undefined>(inner, undefined) ?? onLine.reduce<Range | undefined>(first, undefined);
  if (chosen === undefined) return [];
  return [...new Set(places.filter(({ range }) => same(range, chosen)).map(({ id }) => id))];
}

/**
 * Where a click on a box leads: to the call, unless the layer is made right there, as in `dense(10)(x)`. A group of layers has no
 * definition of its own: its first call stands for it.
 */
export function placeOf({ places, layers }: PictureNode, definition: boolean): Location | undefined {
  const [call] = places;
  const made = layers.length === 1 ? places.at(-1) : undefined;
  if (call === undefined || made === undefined) return call;
  return definition || (made.file === call.file && contains(made.range, call.range.start)) ? made : call;
}

const contains = ({ start, end }: Range, at: Position): boolean => compare(start, at) <= 0 && compare(at, end) <= 0;

const compare = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

const same = (a: Range, b: Range): boolean => compare(a.start, b.start) === 0 && compare(a.end, b.end) === 0;

/** Of two ranges around one position; calls nest, so that the later start is the inner one, or the earlier end. */
const inner = (a: Range | undefined, b: Range): Range =>
  a === undefined || (compare(b.start, a.start) || compare(a.end, b.end)) > 0 ? b : a;

const first = (a: Range | undefined, b: Range): Range => (a === undefined || compare(b.start, a.start) < 0 ? b : a);
