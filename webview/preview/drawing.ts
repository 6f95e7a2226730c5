/** What Mermaid drew, with names on it: which element is which box, frame and connection, for sight and for screen readers. */
import type { Picture, PictureEdge, PictureFrame, PictureNode } from '../../src/ir/view';

export interface Drawing {
  readonly svg: SVGSVGElement;
  /** By id. */
  readonly nodes: ReadonlyMap<string, SVGGElement>;
  /** By id. */
  readonly frames: ReadonlyMap<string, SVGGElement>;
  /** By key. */
  readonly edges: ReadonlyMap<string, EdgeElements>;
}

export interface EdgeElements {
  readonly path: SVGPathElement;
  /** Absent: it says no shape. */
  readonly label?: SVGGElement;
}

export function decorate(svg: SVGSVGElement, picture: Picture): Drawing {
  svg.removeAttribute('style');
  svg.setAttribute('role', 'graphics-document document');
  svg.removeAttribute('aria-roledescription');
  const drawing: Drawing = { svg, nodes: nodesOf(svg, picture), frames: framesOf(svg, picture), edges: edgesOf(svg) };
  recolour(drawing, picture);
  for (const frame of picture.frames) dressFrame(drawing.frames.get(frame.id), frame);
  return drawing;
}

/** Classes and spoken names, which follow the picture without any box moving. */
export function recolour(drawing: Drawing, picture: Picture): void {
  for (const node of picture.nodes) dressNode(drawing.nodes.get(node.id), node);
  for (const edge of picture.edges) dressEdge(drawing.edges.get(edge.key), edge);
}

function nodesOf(svg: SVGSVGElement, { nodes }: Picture): Map<string, SVGGElement> {
  const byKey = new Map(nodes.map(({ key, id }) => [key, id]));
  const found = new Map<string, SVGGElement>();
  for (const element of svg.querySelectorAll<SVGGElement>('g.node')) {
    const [, key = ''] = /-flowchart-(\w+)-\d+$/.exec(element.id) ?? [];
    const id = byKey.get(key);
    if (id !== undefined) found.set(id, element);
  }
  return found;
}

function framesOf(svg: SVGSVGElement, { frames }: Picture): Map<string, SVGGElement> {
  const byKey = new Map(frames.map(({ key, id }) => [key, id]));
  const found = new Map<string, SVGGElement>();
  for (const element of svg.querySelectorAll<SVGGElement>('g.cluster')) {
    const id = byKey.get(element.id.replace(/^picture\d+-/, ''));
    if (id !== undefined) found.set(id, element);
  }
  return found;
}

function edgesOf(svg: SVGSVGElement): Map<string, EdgeElements> {
  const labels = new Map<string, SVGGElement>();
  for (const label of svg.querySelectorAll<SVGGElement>('g.edgeLabel g.label[data-id]')) {
    const group = label.closest<SVGGElement>('g.edgeLabel');
    if (group !== null && label.textContent !== '') labels.set(label.dataset.id ?? '', group);
  }
  const edges = new Map<string, EdgeElements>();
  for (const path of svg.querySelectorAll<SVGPathElement>('path[data-edge="true"]')) {
    const key = path.dataset.id ?? '';
    const label = labels.get(key);
    edges.set(key, { path, ...(label === undefined ? {} : { label }) });
  }
  return edges;
}

function dressNode(element: SVGGElement | undefined, node: PictureNode): void {
  if (element === undefined) return;
  const opens = node.kind === 'run' || node.kind === 'block';
  element.setAttribute('class', `node ${node.kind} ${node.family} ${node.state}`);
  element.dataset.node = node.id;
  element.setAttribute('role', 'graphics-symbol');
  element.setAttribute('aria-roledescription', opens ? 'folded block' : 'layer');
  element.setAttribute('aria-label', spoken(node));
  if (opens) element.setAttribute('aria-expanded', 'false');
  if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
}

function spoken({ lines, state, output }: PictureNode): string {
  const parts = state === 'fault' ? [lines[0], `fault: ${lines.slice(1).join(', ')}`] : [...lines];
  if (state === 'unknown') parts.push('sizes unknown after a fault');
  if (output !== undefined && output !== '?' && output !== lines[1]) parts.push(`output ${output}`);
  return parts.join(', ');
}

function dressFrame(element: SVGGElement | undefined, { id, title, fixed, layers }: PictureFrame): void {
  const rect = element?.querySelector('rect');
  const label = element?.querySelector('.cluster-label');
  if (!element || !rect || !label) return;
  element.dataset.frame = id;
  element.classList.toggle('fixed', fixed);
  // At the left, where no arrow comes in.
  label.setAttribute('transform', `translate(${Number(rect.getAttribute('x')) + 10}, ${Number(rect.getAttribute('y')) + 5})`);
  label.setAttribute('role', fixed ? 'graphics-symbol' : 'button');
  label.setAttribute('aria-label', `${title}, ${layers} layers, open`);
  if (fixed) return;
  label.setAttribute('aria-expanded', 'true');
  label.setAttribute('tabindex', '-1');
}

function dressEdge(elements: EdgeElements | undefined, { state }: PictureEdge): void {
  for (const element of [elements?.path, elements?.label]) {
    element?.classList.toggle('fault', state === 'fault');
    element?.classList.toggle('unknown', state === 'unknown');
  }
}
