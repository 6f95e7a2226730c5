/** Other texts in the drawing that is there, as long as they fit where they stand. */
import type { Picture, PictureNode } from '../../src/ir/view';
import type { Drawing } from './drawing';
import { write } from './write';

/** The same boxes, connections and frames, so that only texts and colours can differ. */
export const hasSameStructure = (a: Picture, b: Picture): boolean => structureOf(a) === structureOf(b);

const structureOf = ({ title, nodes, edges, frames }: Picture): string =>
  JSON.stringify([
    title,
    nodes.map(({ id, kind, frame, lines }) => [id, kind, frame, lines.length]),
    edges.map(({ from, to, label }) => [from, to, label !== undefined]),
    frames.map(({ id, parent, title: text, fixed }) => [id, parent, text, fixed]),
  ]);

/** Between a text and the border of its box: `padding` in painter.ts, less what the eye allows. */
const AIR = 10;

/** False: a text grows out of its place, and the picture must be laid out anew. */
export function relabel(drawing: Drawing, before: Picture, after: Picture): boolean {
  const texts = [...changedBoxes(drawing, before, after), ...changedEdges(drawing, before, after)];
  for (const { element, lines } of texts) write(element, lines);
  // All is written before anything is measured, so that the page is laid out once.
  const fits = texts.map(({ element, box }) => {
    const { x, width, height } = element.getBBox();
    return { element, x, width, height, fits: box === undefined || width + 2 * AIR <= box };
  });
  if (fits.some((one) => !one.fits)) return false;
  for (const { element, x, width, height } of fits) coverLine(element, x, width, height);
  return true;
}

interface Changed {
  readonly element: SVGTextElement;
  readonly lines: readonly string[];
  /** Width of what is around the text, in pixels; absent: nothing is. */
  readonly box?: number;
}

function changedBoxes({ nodes }: Drawing, before: Picture, after: Picture): Changed[] {
  return after.nodes.flatMap((node, at) => {
    const group = nodes.get(node.id);
    const element = group?.querySelector('text');
    if (!group || !element || sameLines(before.nodes[at], node)) return [];
    return [{ element, lines: node.lines, box: widthOf(group) }];
  });
}

/** Of the front sheet, where a folded run is drawn as a stack of three; sheets lie 5 pixels apart. */
function widthOf(group: SVGGElement): number {
  const shape = group.querySelector<SVGGraphicsElement>('.label-container') ?? group;
  return shape.getBBox().width - (group.classList.contains('run') ? 10 : 0);
}

const sameLines = (a: PictureNode | undefined, b: PictureNode): boolean => a?.lines.join('\n') === b.lines.join('\n');

function changedEdges({ edges }: Drawing, before: Picture, after: Picture): Changed[] {
  return after.edges.flatMap(({ key, label = '' }, at) => {
    const element = edges.get(key)?.label?.querySelector('text');
    return element && before.edges[at]?.label !== label ? [{ element, lines: [label] }] : [];
  });
}

/** The shape on a connection hides the line behind it. */
function coverLine(element: SVGTextElement, x: number, width: number, height: number): void {
  const cover = element.parentElement?.querySelector('rect.background');
  if (!cover || element.closest('.edgeLabel') === null) return;
  cover.setAttribute('x', String(x - 2));
  cover.setAttribute('width', String(width + 4));
  cover.setAttribute('height', String(height + 4));
}
