/**
 * Where layers are made, where they are applied, and which calls are around them, in programs drawn at random: whichever way leads
 * to a layer, each of the three is exactly right. Layers have names of their own, by which the text itself tells where that is.
 */
import ts from 'typescript';
import { expect, it } from 'vitest';
import type { Location } from '../../src/ir/location';
import { createTestCompiler } from './compiler';
import { drawer } from './draw';

const { compile } = createTestCompiler();

const HEADER = `import { block, dense, dropout, input, model, sequential } from 'modelwright';
import { dense as wide } from 'modelwright';
import * as mw from 'modelwright';
const same = <T,>(value: T): T => value;
const image = input([3]);
let x: any = image;
`;

interface Names {
  /** Arguments of a layer with the next name. Nothing takes \`q\`, so each layer has a finding, which names its callers. */
  layer(): string;
  /** Stands where layers are applied: a comment that names those since the last one. */
  mark(): string;
  x(): string;
  /** A name for a function. */
  own(): string;
}

type Draw = (bound: number) => number;
type Template = (names: Names, inner: () => string) => string;

const layers: readonly Template[] = [
  ({ layer, x }) => `x = dense(${layer()})(${x()});`,
  ({ layer, x }) => `x = dense/* 層 ( */ (${layer()})(${x()}) as any;`,
  ({ layer, x }) => `x = (dense(${layer()}))!(${x()})!;`,
  ({ layer, x }) => `x = wide(${layer()})(${x()});`,
  ({ layer, x }) => `x = mw.dense(${layer()})(${x()});`,
  ({ layer, x }) => `x = dense(...([${layer()}] as const))(${x()}); // 😀 "(" )`,
  ({ layer, x }) => `/* 😀😀 ( */ x = same<any>(dense(${layer()}))(${x()});`,
  ({ layer, mark }) => `x = dense(${layer()})(dropout(0.1)(x), ...[] ${mark()});`,
  ({ layer, x }) => `{ const layer = dense(${layer()});\n  x = dropout(0.5)(x), x = layer(${x()}); }`,
  ({ layer, x }) => `{ const dropout = dense; x = dropout(${layer()})(${x()}); }`,
  ({ layer, x }) => `x = sequential([dense(${layer()}), dense(${layer()})])(${x()});`,
  ({ layer, x }) => `{ const chain = sequential([dense(${layer()}), dropout(0.5)]); x = chain(${x()}); }`,
  ({ layer, x }) => `x = dense?.(${layer()})?.(${x()});`,
  ({ layer, x }) => `x = (0, dense)(${layer()})(${x()});`,
  ({ layer, x }) => `for (const rate of [0.1]) try { x = dense(${layer()})(${x()}); } finally { same(rate); }`,
  ({ layer, x }) => `switch (1) { case 1: x = dense(${layer()})(${x()}); }`,
  ({ layer, x }) => `x = \`\${1}\` ? dense(${layer()})(${x()}) : x;`,
  ({ layer, x }) => `{ const { a = dense(${layer()})(${x()}) } = {} as any; x = a; }`,
];

const around: readonly Template[] = [
  ({ own }, inner) =>
    named(own(), (name) => `function ${name}(z: number): void {\n${inner()}\n}\nfor (;;) { ${name}(1); break; }`),
  ({ own }, inner) => named(own(), (name) => `const ${name} = <T,>(_: T): void => {\n${inner()}\n};\n${name}<string>('😀');`),
  ({ own, layer, x }) => named(own(), (name) => `function ${name}() { return dense(${layer()})(${x()}); }\nx = ${name}();`),
  ({ own, layer, x }) => named(own(), (name) => `const ${name} = () => dense(${layer()})(${x()});\nx = ${name}();`),
  ({ own, layer, x }) => named(own(), (name) => `function ${name}(y = dense(${layer()})(${x()})) { return y; }\nx = ${name}();`),
  ({ own }, inner) => named(own(), (name) => `class ${name} { go() {\n${inner()}\n} }\nnew ${name}().go();`),
  ({ own }, inner) => named(own(), (name) => `class ${name} { constructor() {\n${inner()}\n} }\nnew ${name}();`),
  (_, inner) => `[1].forEach(() => {\n${inner()}\n});`,
  ({ own }, inner) => named(own(), (name) => `block('${name}', () => {\n${inner()}\n});`),
  (_, inner) => `if (x) {\n${inner()}\n}`,
];

const named = (name: string, text: (name: string) => string): string => text(name);

function programOf(draw: Draw): string {
  let counter = 0;
  let open: string[] = [];
  const names: Names = {
    layer() {
      const name = `n${counter++}`;
      open.push(name);
      return `2, { q: 1, name: '${name}' }`;
    },
    mark() {
      const marks = open.map((name) => `@${name};`).join('');
      open = [];
      return `/* ${marks} */`;
    },
    x: () => `x ${names.mark()}`,
    own: () => `f${counter++}`,
  };
  const statements = (depth: number): string =>
    Array.from({ length: 2 + draw(3) }, () => {
      const nests = depth < 3 && draw(3) === 0;
      const list = nests ? around : layers;
      return list[draw(list.length)]?.(names, () => statements(depth + 1));
    }).join('\n');
  return `${HEADER}${statements(0)}\n${statements(0)}\nexport const net = model({ inputs: image, outputs: x });\n`;
}

it('60 programs, every place in them', { timeout: 60_000 }, async () => {
  const draw = drawer(7);
  let checked = 0;
  for (let turn = 0; turn < 60; turn++) {
    // With a function of the same name, none of these calls can be told by the text alone.
    const text = `${programOf(draw)}${turn % 3 === 0 ? 'function other(dense: any) { return dense; }' : ''}\n`;
    const { networks, diagnostics } = await compile('positions.model.ts', text);
    const ast = ts.createSourceFile('positions.model.ts', text, ts.ScriptTarget.Latest, true);
    const shown = ({ range: { start, end } }: Location): string =>
      text.slice(
        ast.getPositionOfLineAndCharacter(start.line, start.character),
        ast.getPositionOfLineAndCharacter(end.line, end.character),
      );
    const [network] = networks;
    const names = [...text.matchAll(/name: '(n\d+)'/g)];
    expect(network?.layers.filter(({ op }) => op === 'dense').length, text).toBe(names.length);
    for (const { 1: name = '', index } of names) {
      const call = callAround(ast, index);
      const position = network?.layers.findIndex(({ id }) => id.endsWith(name)) ?? -1;
      const layer = network?.layers[position];
      expect(layer?.location && shown(layer.location), `${name}\n${text}`).toBe(call.getText());

      const applied = callAround(ast, text.indexOf(`@${name};`));
      const application = network?.calls.find((one) => one.layer === position);
      const argument = text.slice(applied.arguments.pos - 1, applied.end);
      expect(application?.location && shown(application.location), `${name}\n${text}`).toBe(argument);

      const finding = diagnostics.find((one) => one.layer === layer?.id);
      expect(finding?.rule).toBe('argument-unknown');
      expect(
        finding?.related.map(({ location }) => shown(location)),
        `${name}\n${text}`,
      ).toEqual(
        callersOf(ast, call)
          .slice(0, 3)
          .map((one) => one.getText()),
      );
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(500);
});

/** The innermost call around a place. */
function callAround(ast: ts.SourceFile, offset: number): ts.CallExpression {
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(ast) || offset >= node.end) return;
    if (ts.isCallExpression(node) && offset >= node.arguments.pos) found = node;
    ts.forEachChild(node, visit);
  };
  visit(ast);
  if (found === undefined) throw new Error(`There is no call around ${offset}.`);
  return found;
}

/** Functions have one call each: where they are given to one, or else where their name is called. */
function callersOf(ast: ts.SourceFile, node: ts.Node): ts.Node[] {
  const around = ts.findAncestor(node.parent, ts.isFunctionLike);
  if (around === undefined) return [];
  const call = ts.isCallExpression(around.parent) ? around.parent : callOf(ast, nameOf(around), ts.isMethodDeclaration(around));
  return call === undefined ? [] : [call, ...callersOf(ast, call)];
}

function nameOf(node: ts.Node): string {
  const named = ts.findAncestor(
    node,
    (one) => ts.isVariableDeclaration(one) || ts.isClassDeclaration(one) || ts.isFunctionDeclaration(one),
  );
  return named !== undefined && 'name' in named ? (named.name as ts.Identifier).text : '';
}

function callOf(root: ts.Node, name: string, ofMethod: boolean): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && node.expression.getText() === name) {
      return ofMethod ? node.parent.parent : node;
    }
    return ts.forEachChild(node, visit);
  };
  return visit(root);
}
