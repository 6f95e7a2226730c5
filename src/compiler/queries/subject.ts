/** What stands at a place, for whoever points at it: a function of the language, the value of an argument, a variable. */
import ts from 'typescript';
import type { Position, Range } from '../../ir/location';
import type { Signature } from '../../language/signatures';
import { lineStartsOf, positionAt } from '../text';
import { type LanguageNames, languageNames, signatureOf } from './names';
import { type Tree, treeOf } from './tree';

export type Subject =
  /** `dense` in `dense(10)`; `call` is the whole. */
  | { readonly kind: 'function'; readonly range: Range; readonly call: Range }
  | { readonly kind: 'value'; readonly range: Range; readonly signature: Signature; readonly argument: string }
  | { readonly kind: 'variable'; readonly range: Range; readonly name: string; readonly uses: readonly Use[] };

/** Where what a variable holds shows up in a network. */
export type Use = Applied | Listed;

interface Applied {
  /** Of a call, from the parenthesis that opens its arguments. */
  readonly applied: Range;
  /** The variable is this one of its inputs. Absent: its output. */
  readonly input?: number;
}

interface Listed {
  /** Of the call that makes a model: `model({ inputs: x, outputs: [y, z] })`. */
  readonly model: Range;
  readonly list: 'inputs' | 'outputs';
  /** Its position there. */
  readonly at: number;
}

/** From the inside out. */
export function subjectsAt(text: string, position: Position): Subject[] {
  const tree = treeOf(text);
  const names = languageNames(tree);
  const place: Place = { tree, names, lineStarts: lineStartsOf(text) };
  const offset = (place.lineStarts[position.line] ?? text.length) + position.character;
  const found: Subject[] = [];
  for (let node = innermost(tree.ast, offset); node?.parent !== undefined && !ts.isStatement(node); node = node.parent) {
    const subject = functionAt(node, place) ?? variableAt(node, place);
    if (subject !== undefined) found.push(subject);
    const value = valueAt(node, place);
    if (value !== undefined) return [...found, value];
  }
  return found;
}

interface Place {
  readonly tree: Tree;
  readonly names: LanguageNames;
  readonly lineStarts: readonly number[];
}

/** Also where the place is right behind it. */
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

function functionAt(node: ts.Node, place: Place): Subject | undefined {
  const callee = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee || signatureOf(call.expression, place.names) === undefined) {
    return undefined;
  }
  return { kind: 'function', range: rangeOf(node, place), call: rangeOf(call, place) };
}

/** The whole of an argument, or of an option's value. */
function valueAt(node: ts.Node, place: Place): Subject | undefined {
  const { parent } = node;
  const isOption = ts.isPropertyAssignment(parent) && parent.initializer === node;
  const [call, written] = isOption ? [parent.parent.parent, parent.parent] : [parent, node];
  if (!ts.isCallExpression(call)) return undefined;
  const signature = signatureOf(call.expression, place.names);
  const list: readonly ts.Node[] = call.arguments;
  const position = list.indexOf(written);
  if (signature === undefined || position < 0) return undefined;
  const argument = isOption ? parent.name.getText(place.tree.ast) : signature.positional[position];
  if (argument === undefined || !Object.hasOwn(signature.arguments, argument)) return undefined;
  return { kind: 'value', range: rangeOf(node, place), signature, argument };
}

function variableAt(node: ts.Node, place: Place): Subject | undefined {
  if (!ts.isIdentifier(node) || !isVariable(node)) return undefined;
  return { kind: 'variable', range: rangeOf(node, place), name: node.text, uses: usesOf(node, place) };
}

/** Not the name of a property, of an option or in an import. */
function isVariable(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return ts.isPropertyAssignment(parent) ? parent.initializer === node : !ts.isImportSpecifier(parent);
}

/** Its own, then what was put into it last, and if that was no layer, what it is given to next. */
function usesOf(variable: ts.Identifier, place: Place): Use[] {
  const own = useAt(variable, place);
  const before: Use[] = [];
  const after: Use[] = [];
  const scope = scopeOf(variable);
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === variable.text && isVariable(node) && scopeOf(node) === scope) {
      const use = useAt(node, place);
      if (use !== undefined && isMade(use) && node.pos < variable.pos) before.push(use);
      if (use !== undefined && !isMade(use) && node.pos > variable.pos) after.push(use);
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(place.tree.ast, visit);
  return [...(own === undefined ? [] : [own]), ...before.slice(-1), ...after];
}

const isMade = (use: Use): boolean => 'applied' in use && use.input === undefined;

/** What declares it, from the inside out: of two variables with one name, each has its own. */
const scopeOf = (variable: ts.Identifier): ts.Node | undefined =>
  ts.findAncestor(variable, (node) => declaredIn(node).some(({ name }) => ts.isIdentifier(name) && name.text === variable.text));

function declaredIn(node: ts.Node): readonly { readonly name: ts.BindingName }[] {
  if (ts.isArrowFunction(node) || ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) return node.parameters;
  if (ts.isBlock(node) || ts.isSourceFile(node)) {
    return node.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => declarationList.declarations);
  }
  const { initializer } = ts.isForStatement(node) || ts.isForOfStatement(node) ? node : { initializer: undefined };
  return initializer !== undefined && ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
}

function useAt(node: ts.Identifier, place: Place): Use | undefined {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.name === node) return madeBy(parent.initializer, place);
  const isAssigned =
    ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  if (isAssigned) return madeBy(parent.right, place);
  const list = ts.isArrayLiteralExpression(parent) ? parent : undefined;
  const option = list?.parent ?? parent;
  if (ts.isPropertyAssignment(option) || ts.isShorthandPropertyAssignment(option)) {
    return listedIn(option, list?.elements.indexOf(node) ?? 0, place);
  }
  const call = option;
  if (!ts.isCallExpression(call) || call.expression === node) return undefined;
  return { applied: appliedRange(call, place), input: (list?.elements ?? call.arguments).indexOf(node) };
}

function listedIn({ name, parent: { parent: call } }: ts.ObjectLiteralElementLike, at: number, place: Place): Use | undefined {
  const list = name !== undefined && ts.isIdentifier(name) ? name.text : '';
  if ((list !== 'inputs' && list !== 'outputs') || !ts.isCallExpression(call)) return undefined;
  return signatureOf(call.expression, place.names)?.op === 'model' ? { model: rangeOf(call, place), list, at } : undefined;
}

const madeBy = (expression: ts.Expression | undefined, place: Place): Use | undefined =>
  expression !== undefined && ts.isCallExpression(expression) ? { applied: appliedRange(expression, place) } : undefined;

const appliedRange = ({ arguments: list, end }: ts.CallExpression, { lineStarts }: Place): Range => ({
  start: positionAt(lineStarts, list.pos - 1),
  end: positionAt(lineStarts, end),
});

const rangeOf = (node: ts.Node, { tree, lineStarts }: Place): Range => ({
  start: positionAt(lineStarts, node.getStart(tree.ast)),
  end: positionAt(lineStarts, node.end),
});
