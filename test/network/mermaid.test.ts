import { beforeAll, describe, expect, it } from 'vitest';
import type { View } from '../../src/ir/view';
import { MERMAID_COLORS, mermaidId, mermaidText } from '../../src/network/mermaid';
import { viewOf } from '../../src/network/view';
import { build, catsVsDogs, chain } from './build';

interface Flowchart {
  getVertices(): Map<string, { text?: string; classes: string[]; type?: string }>;
  getEdges(): { start: string; end: string; text: string }[];
  getSubGraphs(): { title: string; nodes: string[] }[];
}

/** What Mermaid itself makes of a text. */
let parse: (text: string) => Promise<Flowchart>;

beforeAll(async () => {
  // Mermaid cleans labels with a library of its own that needs a page; the parser does not.
  const cleaner = 'dompurify';
  const { default: DOMPurify } = await import(cleaner);
  Object.assign(DOMPurify, { addHook: () => {}, removeHook: () => {}, sanitize: (text: string) => text });
  const { default: mermaid } = await import('mermaid');
  await mermaid.parse('flowchart TB'); // loads the kinds of diagram
  parse = async (text) => (await mermaid.mermaidAPI.getDiagramFromText(text)).db as unknown as Flowchart;
});

describe('mermaid', () => {
  it('writes a box for every layer', () => {
    const net = chain(
      'scans',
      ['input', { shape: [8, 8, 1] }, 'scan'],
      ['conv2d', { filters: 4, kernelSize: 3, activation: 'relu' }],
      ['flatten'],
      ['dense', { units: 10 }, 'digit'],
    );
    expect(mermaidText(viewOf(net))).toBe(`flowchart TB
  accTitle: scans
  scan(["scan<br/>8 × 8 × 1"])
  conv2d_1["conv2d 4 · 3×3 relu<br/>40 parameters"]
  flatten_1["flatten"]
  digit["digit · dense 10<br/>1,450 parameters"]
  output_x40_1(["output<br/>10"])
  scan -->|"8×8×1"| conv2d_1
  conv2d_1 -->|"6×6×4"| flatten_1
  flatten_1 -->|"144"| digit
  digit -->|"10"| output_x40_1
  class scan input
  class conv2d_1 convolution
  class flatten_1 shape
  class digit dense
  class output_x40_1 output
`);
  });

  it('is read by Mermaid as the same boxes and connections', async () => {
    const view = viewOf(catsVsDogs);
    const diagram = await parse(mermaidText(view) + MERMAID_COLORS);
    expect([...diagram.getVertices().keys()]).toEqual(view.nodes.map(({ id }) => mermaidId(id)));
    expect(diagram.getEdges().map(({ start, end }) => [start, end])).toEqual(
      view.edges.map(({ from, to }) => [mermaidId(from), mermaidId(to)]),
    );
    expect(diagram.getVertices().get('isDog')).toMatchObject({
      text: 'isDog · dense 1 sigmoid<br/>513 parameters',
      classes: ['dense'],
    });
  });

  it('draws runs as stacks', async () => {
    const net = chain('net', ['input', { shape: [4] }], ...Array.from({ length: 3 }, () => ['dense', { units: 4 }] as const));
    const text = mermaidText(viewOf(net));
    expect(text).toContain('dense_1_x2f__xd7_@{ shape: procs, label: "dense 4 × 3<br/>60 parameters in 3 layers" }');
    expect((await parse(text)).getVertices().get('dense_1_x2f__xd7_')).toMatchObject({ type: 'procs' });
  });

  it('frames what is inside an open block', async () => {
    const net = build('net', ({ layer, block }) => {
      const x = layer('input', { shape: [4] }, 'x')();
      const y = block('a b', () => block('end', () => layer('flatten')(layer('dense', { units: 3 })(x))));
      return [block('tail', () => layer('flatten')(layer('dense', { units: 2 })(layer('flatten')(y))))];
    });
    const text = mermaidText(viewOf(net, { open: new Set(['a b/', 'a b/end/']) }));
    expect(text).toContain(`  subgraph block_x20_a_x20_b_x2f_["a b"]
  subgraph block_x20_a_x20_b_x2f_end_x2f_["end"]
  dense_1["dense 3<br/>15 parameters"]
  flatten_1["flatten"]
  end
  end
  tail_x2f_[["tail<br/>8 parameters in 3 layers"]]
`);
    const diagram = await parse(text);
    expect([...diagram.getVertices().keys()]).toEqual(['x', 'dense_1', 'flatten_1', 'tail_x2f_', 'output_x40_1']);
    expect(diagram.getSubGraphs().map(({ title, nodes }) => [title, nodes])).toEqual([
      ['end', ['dense_1', 'flatten_1']],
      ['a b', ['block_x20_a_x20_b_x2f_end_x2f_']],
    ]);
  });

  const hostile = [
    'end',
    'subgraph',
    'click',
    'o',
    'x',
    'a"] --> b["c',
    'a b',
    '<img src=x onerror=alert(1)>',
    '`**bold**`',
    '#quot;#35;',
    '%% comment',
    '%%{init: {"theme": "dark"}}%%',
    'a\nclick a call b()',
    'a;b',
    '图层/🙂 1',
    '$$x^2$$',
    '\\"',
    '-->',
    ';',
    '|x|',
    '@{ shape: circle }',
    '{{a}}',
    '---',
    '__proto__',
    'constructor',
  ];

  it.each(hostile)('takes the name %j as text', async (name) => {
    const view: View = {
      title: name,
      nodes: [
        { id: name, kind: 'layer', family: 'dense', state: 'ok', lines: [name, name], layers: [] },
        { id: `${name}2`, kind: 'run', family: 'dense', state: 'fault', lines: [name], layers: [] },
        { id: `${name}3`, kind: 'input', family: 'input', state: 'ok', lines: [name], layers: [] },
      ],
      edges: [
        { from: name, to: `${name}2`, state: 'fault', label: name },
        { from: `${name}2`, to: `${name}3`, state: 'ok' },
      ],
      frames: [],
    };
    const diagram = await parse(mermaidText(view) + MERMAID_COLORS);
    expect(diagram.getVertices().size).toBe(3);
    expect(diagram.getEdges()).toHaveLength(2);
    expect(diagram.getVertices().get(mermaidId(name))?.classes).toEqual(['dense']);
    const label = diagram.getVertices().get(mermaidId(name))?.text ?? '';
    expect(decode(label)).toBe(`${oneLine(name)}<br/>${oneLine(name)}`);
    expect(label.replace('<br/>', '')).not.toMatch(/[<>"]/);
  });

  it('has a different id for every name', () => {
    const names = [...hostile, 'a_b', 'a b', 'a_x20_b', '_x', 'End', 'a/b', 'a_b/c', 'a/b_c'];
    const ids = new Set(names.map(mermaidId));
    expect(ids.size).toBe(new Set(names).size);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_]+$/);
  });
});

const oneLine = (text: string): string => text.replace(/\n/g, ' ');

/** Mermaid keeps entity codes with placeholders of its own until it draws. */
const decode = (label: string): string =>
  label.replace(/(?:#|ﬂ°°)(\d+)(?:;|¶ß)/g, (_, code: string) => String.fromCodePoint(Number(code)));
