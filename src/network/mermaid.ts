/**
 * A view as Mermaid text. Labels are plain text with <br/> and every connection goes from box to box, since this is what
 * all renderers draw alike. Names come from files of others, so nothing of a label can end it or become markup.
 */
import type { View, ViewFrame, ViewNode } from '../ir/view';

export interface MermaidOptions {
  /**
   * For our own page, which finds connections by their names and marks what can be opened itself. Elsewhere names are left out,
   * since renderers before Mermaid 11.6 don't know them.
   */
  readonly forPage?: boolean;
}

export function mermaidText({ title, nodes, edges, frames }: View, { forPage = false }: MermaidOptions = {}): string {
  const classes = new Map<string, string[]>();
  for (const one of nodes) {
    const name = one.state === 'ok' ? one.family : one.state;
    classes.set(name, [...(classes.get(name) ?? []), mermaidId(one.id)]);
  }
  const accessible = oneLine(title.replace(NOT_IN_TITLES, ' '));
  return [
    'flowchart TB',
    ...(accessible === '' ? [] : [`  accTitle: ${accessible}`]),
    ...framed(nodes, frames, forPage),
    ...edges.map(({ from, to, label }, at) => {
      const arrow = label === undefined ? '-->' : `-->|"${escapeLabel(label)}"|`;
      return `  ${mermaidId(from)} ${forPage ? `${edgeId(at)}@` : ''}${arrow} ${mermaidId(to)}`;
    }),
    ...[...classes].map(([name, ids]) => `  class ${ids.join(',')} ${name}`),
    '',
  ].join('\n');
}

/** The boxes, those of something open inside its frame. */
function framed(nodes: readonly ViewNode[], frames: readonly ViewFrame[], forPage: boolean): string[] {
  const byId = new Map(frames.map((frame) => [frame.id, frame]));
  const around = (id: string | undefined): string[] => (id === undefined ? [] : [...around(byId.get(id)?.parent), id]);
  const lines: string[] = [];
  let open: string[] = [];
  const enter = (path: readonly string[]): void => {
    const kept = open.findIndex((id, depth) => id !== path[depth]);
    const common = kept < 0 ? open.length : kept;
    lines.push(...open.slice(common).map(() => '  end'));
    lines.push(...path.slice(common).map((id) => `  subgraph ${frameId(id)}["${escapeLabel(byId.get(id)?.title ?? '')}"]`));
    open = [...path];
  };
  for (const node of nodes) {
    enter(around(node.frame));
    lines.push(box(node, forPage));
  }
  enter([]);
  return lines;
}

function box({ id, kind, lines }: ViewNode, forPage: boolean): string {
  const text = `"${lines.map(escapeLabel).join('<br/>')}"`;
  if (kind === 'run') return `  ${mermaidId(id)}@{ shape: procs, label: ${text} }`;
  if (kind === 'block' && !forPage) return `  ${mermaidId(id)}[[${text}]]`;
  return kind === 'layer' || kind === 'block' ? `  ${mermaidId(id)}[${text}]` : `  ${mermaidId(id)}([${text}])`;
}

/** Borders by family for pages without a style sheet of ours; the middle tones read on light and on dark. */
export const MERMAID_COLORS: string = [
  '  classDef convolution stroke:#3b8eea',
  '  classDef pooling stroke:#2a9d8f',
  '  classDef dense stroke:#a970c4',
  '  classDef recurrent stroke:#c98a1b',
  '  classDef attention stroke:#c9559b',
  '  classDef normalization stroke:#7d9b3c',
  '  classDef fault stroke:#e5484d,stroke-width:2px,stroke-dasharray:4 3',
  '  classDef unknown opacity:0.5',
  '',
].join('\n');

/** Words that Mermaid reads as statements. Names of what every object has (`__proto__`) would confuse the layout. */
const RESERVED =
  /^(?:end|graph|flowchart|subgraph|style|linkStyle|class|classDef|click|default|direction|interpolate|call|href)$/i;

/** A title has no escapes: these would end it, or begin a directive. */
const NOT_IN_TITLES = /[%{};#<>"]+/g;

/** A different id for every id: letters, digits and _ stay, the rest and what would be misread is `_x<code>_`. */
export const mermaidId = (id: string): string =>
  RESERVED.test(id) || id in Object.prototype ? `${codeOf(id)}${id.slice(1)}` : id.replace(/_(?=x)|[^A-Za-z0-9_]/gu, codeOf);

export const frameId = (id: string): string => mermaidId(`block ${id}`);

/** Of the connection at a position. */
export const edgeId = (at: number): string => `e${at + 1}`;

const codeOf = (text: string): string => `_x${text.codePointAt(0)?.toString(16)}_`;

/** Mermaid's entity codes: `#35;` is #. A backtick would begin a Markdown label. */
const escapeLabel = (text: string): string =>
  labelText(text).replace(/[#"`<>&\\[\]{}|;$%]/g, (character) => `#${character.codePointAt(0)};`);

/** A label as it is drawn: one line, and as much of it as fits a page. */
export function labelText(text: string): string {
  const line = oneLine(text);
  const signs = line.length <= LONGEST ? [] : Array.from(line);
  return signs.length <= LONGEST ? line : `${signs.slice(0, LONGEST - 1).join('')}…`;
}

const LONGEST = 64;

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
