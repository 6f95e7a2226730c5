/** Other texts in the drawing that is there. */
import type { Picture, PictureNode } from '../../src/ir/view';
import type { Drawing } from './drawing';

export const hasSameStructure = (a: Picture, b: Picture): boolean => structureOf(a) === structureOf(b);

const structureOf = ({ nodes, edges, frames }: Picture): string =>
  JSON.stringify([
    nodes.map(({ id, kind, frame, lines }) => [id, kind, frame, lines.length]),
    edges.map(({ from, to, label }) => [from, to, label !== undefined]),
    frames.map(({ id, parent, title, fixed, layers }) => [id, parent, title, fixed, layers]),
  ]);

/** False: a text does not fit where it stands, and the picture must be laid out anew. */
export function relabel(_drawing: Drawing, _before: Picture, _after: Picture): boolean {
  return false;
}
export type _X = PictureNode;
