// Mermaid as the preview needs it: flowcharts laid out by dagre, and faster. Any other part of it, and any place that is not as
// it was when this was measured, stops the build.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

/** Loaded late by Mermaid, and needed. The rest (other diagrams and layouts, formulas) is left out: five sixths. */
const needed = /^(flowDiagram|dagre)-/;

/** Same picture, byte by byte (test/webview/painter.test.ts), in a third of the time. */
const faster = [
  {
    why: 'The whole configuration was copied at every look, many times for each box.',
    from: `var getConfig = /* @__PURE__ */ __name(() => {
  return assignWithDepth_default({}, currentConfig);
}, "getConfig");`,
    to: `var copied, copy;
var getConfig = () => {
  if (copied !== currentConfig) {
    copied = currentConfig;
    copy = assignWithDepth_default({}, currentConfig);
  }
  return copy;
};`,
  },
  {
    why: 'Each line was put into the page, measured and taken out, to see whether it must be wrapped.',
    from: `function computeWidthOfText(parentNode, lineHeight, line) {
`,
    to: `var widths = new Map();
function computeWidthOfText(parentNode, lineHeight, line) {
  const text = JSON.stringify(line);
  const known = widths.get(text);
  if (known !== undefined) return known;
  if (widths.size > 4000) widths.clear();
  const width = measureWidthOfText(parentNode, lineHeight, line);
  widths.set(text, width);
  return width;
}
function measureWidthOfText(parentNode, lineHeight, line) {
`,
  },
  {
    why: 'Every label was parsed as HTML to clean it. One without a sign of markup is clean.',
    from: `  if (!text) {
    return text;
  }
  if (config2.dompurifyConfig) {
`,
    to: `  if (!text) {
    return text;
  }
  if (/^(?:[^<>&\\u0000\\r\\u00a0]|<br\\/>)*$/.test(text)) return text.replaceAll('<br/>', '<br>');
  if (config2.dompurifyConfig) {
`,
  },
  {
    why: 'Names for functions that are made for every box.',
    from: 'var __name = (target, value) => __defProp(target, "name", { value, configurable: true });',
    to: 'var __name = (target) => target;',
  },
  {
    why: 'dagre looked through all nodes once for every layer.',
    from: `function buildLayerGraphs(g, ranks, relationship) {
  return _.map(ranks, function (rank) {
    return buildLayerGraph(g, rank, relationship);
  });
}`,
    to: `function buildLayerGraphs(g, ranks, relationship) {
  const byRank = new Map();
  for (const v of g.nodes()) {
    const { rank, minRank = rank, maxRank = rank } = g.node(v);
    for (let at = minRank; at <= maxRank; at++) byRank.set(at, [...(byRank.get(at) ?? []), v]);
  }
  return _.map(ranks, function (rank) {
    return buildLayerGraph(g, rank, relationship, byRank.get(rank) ?? []);
  });
}`,
  },
  {
    why: 'The same.',
    from: `function buildLayerGraph(g, rank, relationship) {`,
    to: `function buildLayerGraph(g, rank, relationship, nodes) {`,
  },
  {
    why: 'The same.',
    from: `      });

  _.forEach(g.nodes(), function (v) {
    var node = g.node(v),
      parent = g.parent(v);

    if (node.rank === rank`,
    to: `      });

  _.forEach(nodes, function (v) {
    var node = g.node(v),
      parent = g.parent(v);

    if (node.rank === rank`,
  },
  {
    why: 'Every line was measured, for a look that is not ours.',
    from: '    const len = typeof pathNode.getTotalLength === "function" ? pathNode.getTotalLength() : 0;\n',
    to: '    const len = edge.look === "neo" && typeof pathNode.getTotalLength === "function" ? pathNode.getTotalLength() : 0;\n',
  },
  {
    why: 'The picture was written as text, cleaned and read again, though all texts in it are text nodes (htmlLabels: false).',
    from: '  const svgCode = false ? await profiler.span("serialize", serializeSvg) : serializeSvg();\n',
    to: '  const svgCode = svgNode.node();\n',
  },
];

/** Colours come from the page, so that a page without inline styles can show it. */
const plain = [
  {
    why: 'A style sheet inside every picture.',
    from: `  const style1 = document.createElement("style");
  style1.innerHTML = rules;
  svg.insertBefore(style1, firstChild);
`,
    to: '',
  },
  {
    why: 'Its rules.',
    from: '  const rules = createUserStyles(config, diagramType, diagramClassDefs, idSelector);\n',
    to: '',
  },
];

/** @param {{ fast?: boolean }} options `fast: false`: as Mermaid is, to compare with. */
export const mermaidFlowcharts = ({ fast = true } = {}) => ({
  name: 'mermaid-flowcharts',
  setup(build) {
    const changes = [...(fast ? faster : []), ...plain];
    const made = new Set();

    build.onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
      const isMermaids = /node_modules[\\/](mermaid|@mermaid-js)[\\/]/.test(importer);
      const isLeftOut = isMermaids && kind === 'dynamic-import' && !needed.test(basename(path));
      return isLeftOut ? { path: basename(path), namespace: 'left-out' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({
      contents: `export default {}; export const diagram = undefined;`,
      loader: 'js',
    }));

    build.onLoad({ filter: /node_modules[\\/](mermaid[\\/]dist[\\/].*\.mjs|dagre-d3-es[\\/].*\.js)$/ }, async ({ path }) => {
      let contents = await readFile(path, 'utf8');
      for (const change of changes) {
        if (!contents.includes(change.from)) continue;
        made.add(change);
        contents = contents.replace(change.from, () => change.to);
      }
      return { contents, loader: 'js' };
    });

    build.onEnd(() => {
      const missed = changes.filter((change) => !made.has(change));
      if (missed.length === 0) return undefined;
      return { errors: missed.map(({ why }) => ({ text: `Mermaid is not the one that webview/mermaid.mjs changes: ${why}` })) };
    });
  },
});
