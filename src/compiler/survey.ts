/** What one walk over a syntax tree finds out: where calls are, which names are used as values, what cannot be evaluated. */
import ts from 'typescript';

export interface Survey {
  /** By the offset that the engine reports for them: the parenthesis that opens the arguments. */
  readonly calls: ReadonlyMap<number, Call>;
  /** `return f(x)` by its own offset: the engine reports a call in tail position there. */
  readonly returns: ReadonlyMap<number, ts.ReturnStatement>;
  /** Names that stand where a value is meant, imports and exports aside. */
  readonly values: ReadonlySet<string>;
  /** Names of variables, parameters, functions and classes anywhere in the file. */
  readonly declared: ReadonlySet<string>;
  /** Interfaces and type aliases of this file that are no values too. */
  readonly types: ReadonlySet<string>;
  readonly dynamicImports: readonly ts.CallExpression[];
  readonly unsupported: readonly { readonly node: ts.Node; readonly what: string }[];
}

export type Call = ts.CallExpression | ts.NewExpression | ts.TaggedTemplateExpression;

export function surveyOf(ast: ts.SourceFile): Survey {
  const calls = new Map<number, Call>();
  const returns = new Map<number, ts.ReturnStatement>();
  const values = new Set<string>();
  const declared = new Set<string>();
  const types = new Set<string>();
  const dynamicImports: ts.CallExpression[] = [];
  const unsupported: { node: ts.Node; what: string }[] = [];

  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) types.add(node.name.text);
    if (isErased(node)) return;
    if (ts.isHeritageClause(node)) {
      if (node.token === ts.SyntaxKind.ExtendsKeyword) for (const { expression } of node.types) visit(expression);
      return;
    }
    const what = unsupportedSyntax(node);
    if (what !== undefined) unsupported.push({ node, what });
    if (ts.isIdentifier(node)) {
      if (isUse(node)) values.add(node.text);
      if (isDeclared(node)) declared.add(node.text);
      return;
    }
    if (ts.isCallExpression(node)) {
      calls.set(node.arguments.pos - 1, node);
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) dynamicImports.push(node);
    } else if (ts.isNewExpression(node)) calls.set(node.arguments === undefined ? node.end : node.arguments.pos - 1, node);
    else if (ts.isTaggedTemplateExpression(node)) calls.set(node.template.getStart(ast), node);
    else if (ts.isReturnStatement(node)) returns.set(node.getStart(ast), node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ast, visit);
  return { calls, returns, values, declared, types, dynamicImports, unsupported };
}

const isErased = (node: ts.Node): boolean =>
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node) ||
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
  (ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true);

/** Not the name of a property: `x.dense`, `{ dense: 1 }`. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return true;
}

const isDeclared = ({ parent }: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent)) &&
  parent.name !== undefined;

/** Syntax that the engine does not know. What TypeScript would have to translate is found when types are blanked. */
function unsupportedSyntax(node: ts.Node): string | undefined {
  if (ts.isDecorator(node)) return 'Decorators';
  if (node.kind === ts.SyntaxKind.AccessorKeyword) return 'accessor fields';
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using)
    return 'using declarations';
  return undefined;
}
