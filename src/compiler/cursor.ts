/** What stands at a place in a model file, as far as the text tells: a function of the language, one of its arguments, a variable. */
import ts from 'typescript';
import type { Position, Range } from '../ir/location';
import { LANGUAGE } from './modules';
import { argumentsOf } from './places';
import { parseSource, rangeOf, type Source, spanOf } from './source';

export type Cursor =
  /** `dense` in `dense(10)`; `op` is its name in the language, `call` the whole. */
  | { readonly kind: 'function'; readonly op: string; readonly range: Range; readonly call: Range }
  | {
      readonly kind: 'argument';
      readonly op: string;
      /** Its name as an option, or its position. */
      readonly argument: string | number;
      /** On the name of an option, rather than its value. */
      readonly onName: boolean;
      readonly range: Range;
    }
  | { readonly kind: 'variable'; readonly name: string; readonly range: Range; readonly uses: readonly Use[] };

/** Where what the variable holds shows up in a network, the likeliest first. */
export interface Use {
  /** Of a call, from the parenthesis that opens its arguments. */
  readonly applied: Range;
  /** The variable is this one of its inputs. Absent: its output. */
  readonly input?: number;
}

/** From the inside out. */
export function cursorsAt(text: string, position: Position): Cursor[] {
  const source = parseSource('cursor.ts', text);
  const offset = (source.lineStarts[position.line] ?? 0) + position.character;
  const names = languageNames(source.ast);
  const found: Cursor[] = [];
  for (let node = innermost(source.ast, offset); node !== undefined; node = node.parent) {
    const { parent } = node;
    if (parent === undefined) break;
    if (ts.isCallExpression(parent) && parent.expression === node) {
      const op = calledName(node, names);
      if (op !== undefined)
        found.push({ kind: 'function', op, range: rangeOfNode(source, node), call: rangeOfNode(source, parent) });
    }
    if (ts.isIdentifier(node) && isVariable(node)) {
      found.push({ kind: 'variable', name: node.text, range: rangeOfNode(source, node), uses: usesOf(source, node) });
    }
    const argument = argumentAt(source, node, names);
    if (argument !== undefined) return [...found, argument];
    if (ts.isStatement(node)) break;
  }
  return found;
}

/** The node that ends behind the cursor, or the one that it stands right behind. */
function innermost(ast: ts.SourceFile, offset: number): ts.Node | undefined {
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart(ast) || offset > node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ast, visit);
  return found;
}

const rangeOfNode = (source: Source, node: ts.Node): Range => rangeOf(source, spanOf(node));

interface LanguageNames {
  /** As the file calls them → as the language does. */
  readonly functions: ReadonlyMap<string, string>;
  /** `mw` of `import * as mw`. */
  readonly spaces: ReadonlySet<string>;
}

function languageNames(ast: ts.SourceFile): LanguageNames {
  const functions = new Map<string, string>();
  const spaces = new Set<string>();
  for (const statement of ast.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const bindings = statement.importClause?.namedBindings;
    if (statement.moduleSpecifier.text !== LANGUAGE || bindings === undefined) continue;
    if (ts.isNamespaceImport(bindings)) spaces.add(bindings.name.text);
    else for (const { name, propertyName } of bindings.elements) functions.set(name.text, (propertyName ?? name).text);
  }
  return { functions, spaces };
}

/** Methods are those of data: `.split()`. */
function calledName(callee: ts.Node, { functions, spaces }: LanguageNames): string | undefined {
  if (ts.isIdentifier(callee)) return functions.get(callee.text);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const { expression, name } = callee;
  const isSpace = ts.isIdentifier(expression) && spaces.has(expression.text);
  return isSpace || ts.isCallExpression(expression) ? name.text : undefined;
}

/** Whether this node is a whole argument, or the name or value of a whole option, of a function of the language. */
function argumentAt(source: Source, node: ts.Node, names: LanguageNames): Cursor | undefined {
  const { parent } = node;
  const range = rangeOfNode(source, node);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const call = parent.parent.parent;
    const op =
      ts.isCallExpression(call) && call.arguments.at(-1) === parent.parent ? calledName(call.expression, names) : undefined;
    if (op === undefined || !ts.isIdentifier(parent.name)) return undefined;
    return { kind: 'argument', op, argument: parent.name.text, onName: parent.name === node, range };
  }
  if (!ts.isCallExpression(parent) || parent.expression === node) return undefined;
  const op = calledName(parent.expression, names);
  const argument = argumentsOf(parent).indexOf(node as ts.Expression);
  return op === undefined || argument < 0 ? undefined : { kind: 'argument', op, argument, onName: false, range };
}

/** Not the name of a property or of an import. */
function isVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !ts.isPropertyAssignment(parent) || parent.initializer === node ? !ts.isImportSpecifier(parent) : false;
}

function usesOf(source: Source, variable: ts.Identifier): Use[] {
  const own = useAt(source, variable);
  const before: Use[] = [];
  const after: Use[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === variable.text && isVariable(node)) {
      const use = useAt(source, node);
      // What was put into it last; if that is no layer, what it is given to next.
      if (use !== undefined && use.input === undefined && node.pos < variable.pos) before.unshift(use);
      if (use?.input !== undefined && node.pos > variable.pos) after.push(use);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source.ast, visit);
  return [...(own === undefined ? [] : [own]), ...before.slice(0, 1), ...after];
}

function useAt(source: Source, node: ts.Identifier): Use | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return madeBy(source, parent.initializer);
  const isAssigned =
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isAssigned) return madeBy(source, parent.right);
  const list = ts.isArrayLiteralExpression(parent) ? parent : undefined;
  const call = list?.parent ?? parent;
  if (!ts.isCallExpression(call) || call.expression === node) return undefined;
  return { applied: appliedRange(source, call), input: (list?.elements ?? call.arguments).indexOf(node) };
}

function madeBy(source: Source, expression: ts.Expression | undefined): Use | undefined {
  return expression !== undefined && ts.isCallExpression(expression) ? { applied: appliedRange(source, expression) } : undefined;
}

const appliedRange = (source: Source, call: ts.CallExpression): Range =>
  rangeOf(source, { start: call.arguments.pos - 1, end: call.end });
