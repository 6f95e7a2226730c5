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
  const declareAll = ({ declarations }: ts.VariableDeclarationList): void => {
    // Not the one that is being written.
    for (const { name, end, initializer } of declarations) if (end < offset && initializer?.getWidth() !== 0) declare(name);
  };
  const visit = (node: ts.Node): void => {
    if (offset <= node.pos || offset > node.end) return;
    if (ts.isSourceFile(node) || ts.isBlock(node)) {
      for (const statement of node.statements) {
        if (ts.isVariableStatement(statement)) declareAll(statement.declarationList);
        if (ts.isFunctionDeclaration(statement)) declare(statement.name);
      }
    }
    if (ts.isForOfStatement(node) || ts.isForStatement(node)) {
      if (node.initializer !== undefined && ts.isVariableDeclarationList(node.initializer)) declareAll(node.initializer);
    }
    if (ts.isFunctionLike(node)) for (const { name } of node.parameters) declare(name);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return [...found];
}
