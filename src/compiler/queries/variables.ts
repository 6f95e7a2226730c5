/** Names that a file gives to values itself. */
import ts from 'typescript';
import type { Tree } from './tree';

/** Those that may be used at a place, each once. */
export function variablesAt({ ast }: Tree, offset: number): string[] {
  const found = new Set<string>();
  const declare = (name: ts.BindingName | undefined): void => {
    if (name === undefined) return;
    if (!ts.isIdentifier(name)) for (const element of name.elements) declare('name' in element ? element.name : undefined);
    else if (name.text !== '') found.add(name.text);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.end < offset && node.initializer?.getWidth() !== 0) declare(node.name);
    if (ts.isFunctionDeclaration(node)) declare(node.name);
    const isScope = ts.isBlock(node) || ts.isFunctionLike(node) || ts.isForOfStatement(node) || ts.isForStatement(node);
    if (isScope && (offset <= node.pos || offset > node.end)) return;
    if (ts.isFunctionLike(node)) for (const { name } of node.parameters) declare(name);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return [...found];
}
