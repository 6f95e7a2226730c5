/**
 * What one walk over a syntax tree finds out: where calls are, which names are used as values, what cannot be evaluated. The parser
 * keeps the statements that did not change, and what was found in them is kept with them.
 */
import ts from 'typescript';

export interface Survey extends Part {
  /** The call at the offset that the engine reports for it: the parenthesis that opens its arguments. */
  callAt(offset: number): Call | undefined;
  /** `return f(x)` at its own offset: the engine reports a call in tail position there. */
  returnAt(offset: number): ts.ReturnStatement | undefined;
}

interface Part {
  /** A call comes before those inside it. */
  readonly calls: readonly Call[];
  readonly returns: readonly ts.ReturnStatement[];
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

const known = new WeakMap<ts.Statement, Part>();

export function surveyOf(ast: ts.SourceFile): Survey {
  const parts = ast.statements.map((statement) => {
    const part = known.get(statement) ?? partOf(statement);
    known.set(statement, part);
    return part;
  });
  const calls = parts.flatMap((part) => part.calls);
  const returns = parts.flatMap((part) => part.returns);
  return {
    calls,
    returns,
    values: union(parts.map((part) => part.values)),
    declared: union(parts.map((part) => part.declared)),
    types: union(parts.map((part) => part.types)),
    dynamicImports: parts.flatMap((part) => part.dynamicImports),
    unsupported: parts.flatMap((part) => part.unsupported),
    callAt: lookUp(calls, (call) => offsetOf(call, ast)),
    returnAt: lookUp(returns, (statement) => statement.getStart(ast)),
  };
}

function union(sets: readonly ReadonlySet<string>[]): Set<string> {
  const all = new Set<string>();
  for (const set of sets) for (const name of set) all.add(name);
  return all;
}

/** The table is made when it is needed: most files are evaluated without a call stack. */
function lookUp<T>(items: readonly T[], offset: (item: T) => number): (offset: number) => T | undefined {
  let table: Map<number, T> | undefined;
  return (wanted) => {
    table ??= new Map(items.map((item) => [offset(item), item]));
    return table.get(wanted);
  };
}

function offsetOf(call: Call, ast: ts.SourceFile): number {
  if (ts.isTaggedTemplateExpression(call)) return call.template.getStart(ast);
  return call.arguments === undefined ? call.end : call.arguments.pos - 1;
}

function partOf(statement: ts.Statement): Part {
  const calls: Call[] = [];
  const returns: ts.ReturnStatement[] = [];
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
      calls.push(node);
      if (node.expression.kind === ts.SyntaxKind.ImportKeyword) dynamicImports.push(node);
    } else if (ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) calls.push(node);
    else if (ts.isReturnStatement(node)) returns.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
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
