/**
 * A view as Mermaid text. Labels are plain text with <br/> and every connection goes from box to box, since this is what
 * all renderers draw alike. Names come from files of others, so nothing of a label can end it or become markup.
 */
import type { View, ViewNode } from '../ir/view';

export function mermaidText({ title, nodes, edges }: View): string {
  const node = (one: ViewNode): string => {
    const text = `"${one.lines.map(escapeLabel).join('<br/>')}"`;
    const id = mermaidId(one.id);
    if (one.kind === 'run') return `  ${id}@{ shape: procs, label: ${text} }`;
    if (one.kind === 'block') return `  ${id}[[${text}]]`;
    return one.kind === 'layer' ? `  ${id}[${text}]` : `  ${id}([${text}])`;
  };
  const classes = new Map<string, string[]>();
  for (const one of nodes) {
    const name = one.state === 'ok' ? one.family : one.state;
    classes.set(name, [...(classes.get(name) ?? []), mermaidId(one.id)]);
  }
  const accessible = oneLine(title.replace(NOT_IN_TITLES, ' '));
  return [
    'flowchart TB',
    ...(accessible === '' ? [] : [`  accTitle: ${accessible}`]),
    ...framed(nodes, node),
    ...edges.map(({ from, to, label }) => {
      const arrow = label === undefined ? '-->' : `-->|"${escapeLabel(label)}"|`;
      return `  ${mermaidId(from)} ${arrow} ${mermaidId(to)}`;
    }),
    ...[...classes].map(([name, ids]) => `  class ${ids.join(',')} ${name}`),
    '',
  ].join('\n');
}

/** The boxes, those of an open block inside its frame. */
function framed(nodes: readonly ViewNode[], node: (one: ViewNode) => string): string[] {
  const lines: string[] = [];
  const frames = new Set<string>();
  let around: readonly string[] = [];
  const enter = (block: readonly string[]): void => {
    const common = around.findIndex((name, depth) => name !== block[depth]);
    const kept = common < 0 ? around.length : common;
    for (let depth = around.length; depth > kept; depth--) lines.push('  end');
    for (let depth = kept; depth < block.length; depth++) {
      let id = mermaidId(`block ${block.slice(0, depth + 1).join('/')}`);
      // A block that an input cuts in two has two frames.
      while (frames.has(id)) id += '_';
      frames.add(id);
      lines.push(`  subgraph ${id}["${escapeLabel(block[depth] ?? '')}"]`);
    }
    around = block;
  };
  for (const one of nodes) {
    enter(one.block ?? []);
    lines.push(node(one));
  }
  enter([]);
  return lines;
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

/** Words that Mermaid reads as statements. */
const RESERVED =
  /^(?:end|graph|flowchart|subgraph|style|linkStyle|class|classDef|click|default|direction|interpolate|call|href)$/i;

/** A title has no escapes: these would end it, or begin a directive. */
const NOT_IN_TITLES = /[%{};#<>"]+/g;

/** A different id for every id: letters, digits and _ stay, the rest and what would be misread is `_x<code>_`. */
export const mermaidId = (id: string): string =>
  RESERVED.test(id) ? `${codeOf(id)}${id.slice(1)}` : id.replace(/_(?=x)|[^A-Za-z0-9_]/gu, codeOf);

const codeOf = (text: string): string => `_x${text.codePointAt(0)?.toString(16)}_`;

/** Mermaid's entity codes: `#35;` is #. A backtick would begin a Markdown label. */
const escapeLabel = (text: string): string =>
  oneLine(text).replace(/[#"`<>&\\[\]{}|;$%]/g, (character) => `#${character.codePointAt(0)};`);

const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
