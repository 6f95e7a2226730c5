/** What Mermaid drew, with names on it: which element is which box, frame and connection, for sight and for screen readers. */

import type { Picture, PictureEdge, PictureFrame, PictureNode } from '../../src/ir/view';
import { svgEl } from '../ui/dom';
import { write } from './write';

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
  spell(drawing, picture);
  recolour(drawing, picture);
  for (const node of picture.nodes) addOpener(drawing.nodes.get(node.id), node);
  for (const frame of picture.frames) dressFrame(drawing.frames.get(frame.id), frame);
  return drawing;
}

/** Mermaid leaves codes of signs such as quotes in the texts of frames and connections. */
function spell({ frames, edges }: Drawing, picture: Picture): void {
  const texts = [
    ...picture.frames.map(({ id, title }) => ({ text: frames.get(id)?.querySelector('text'), line: title })),
    ...picture.edges.map(({ key, label = '' }) => ({ text: edges.get(key)?.label?.querySelector('text'), line: label })),
  ];
  for (const { text, line } of texts) if (text && text.textContent !== line) write(text, [line]);
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
  if (!element.hasAttribute('tabindex')) element.setAttribute('tabindex', '-1');
}

/** At the middle of the right side, where no connection ends. */
function addOpener(element: SVGGElement | undefined, { kind }: PictureNode): void {
  if (element === undefined || (kind !== 'run' && kind !== 'block')) return;
  const { x, y, width, height } = element.getBBox();
  element.append(toggle(x + width, y + height / 2, true));
}

/** A plus or a minus in a circle, which the whole box or title is the larger target of. */
function toggle(x: number, y: number, opens: boolean): SVGGElement {
  const group = svgEl('g', { class: 'toggle', transform: `translate(${x}, ${y})`, 'aria-hidden': 'true' });
  const path = svgEl('path', { d: opens ? 'M-4 0H4M0 -4V4' : 'M-4 0H4' });
  group.append(svgEl('circle', { r: '8' }), path);
  return group;
}

function spoken({ lines, state, output }: PictureNode): string {
  const parts = state === 'fault' ? [lines[0], `fault: ${lines.slice(1).join(', ')}`] : [...lines];
  if (state === 'unknown') parts.push('sizes unknown after a fault');
  if (output !== undefined && output !== '?' && output !== lines[1]) parts.push(`output ${output}`);
  return parts.join(', ');
}

/** The title stands at the left, where arrows seldom come in, and above the connections that cross it. */
function dressFrame(element: SVGGElement | undefined, { id, title, fixed, layers }: PictureFrame): void {
  const rect = element?.querySelector('rect');
  const label = element?.querySelector('.cluster-label');
  if (!element || !rect || !label) return;
  const [x = 0, y = 0, width = 0] = ['x', 'y', 'width'].map((name) => Number(rect.getAttribute(name)));
  label.setAttribute('transform', `translate(${x + 10}, ${y + 5})`);
  const bar = svgEl('g', { class: fixed ? 'frame-title fixed' : 'frame-title', role: fixed ? 'graphics-symbol' : 'button' });
  bar.dataset.frame = id;
  bar.setAttribute('aria-label', `${title}, ${layers} layers, open`);
  bar.append(label);
  element.closest('.root')?.append(bar);
  if (fixed) return;
  bar.append(toggle(x + width, y + 16, false));
  bar.setAttribute('aria-expanded', 'true');
  bar.setAttribute('tabindex', '-1');
}

function dressEdge(elements: EdgeElements | undefined, { state }: PictureEdge): void {
  for (const element of [elements?.path, elements?.label]) {
    element?.classList.toggle('fault', state === 'fault');
    element?.classList.toggle('unknown', state === 'unknown');
  }
}
