/**
 * Arguments that are what they say: numbers, texts, and lists and objects of them. The compiler reads them by itself, so that the
 * code to evaluate stays the same while someone tries out another number.
 */
import ts from 'typescript';
import { isWrapper } from './source';

const known = new WeakMap<ts.CallExpression, string | undefined>();

/** JSON of the list as the language would record it; undefined where some of it must be evaluated. */
export function literalArguments(call: ts.CallExpression): string | undefined {
  if (known.has(call)) return known.get(call);
  const values = literalsOf(call.arguments, 0);
  const json = values && JSON.stringify(values);
  known.set(call, json);
  return json;
}

type Literal = null | boolean | number | string | readonly Literal[] | { readonly [name: string]: Literal };

const DEEPEST = 4;

/** Names that mean something to JavaScript, to a recording, or to the order of an object. */
const SPECIAL = /^(__proto__|\$|terms|\d+)$/;

function literalsOf(nodes: readonly ts.Expression[], depth: number): Literal[] | undefined {
  const values: Literal[] = [];
  for (const node of nodes) {
    const value = literalOf(node, depth);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

function literalOf(node: ts.Expression, depth: number): Literal | undefined {
  if (isWrapper(node)) return literalOf(node.expression, depth);
  if (ts.isNumericLiteral(node)) return finite(Number(node.text));
  if (ts.isStringLiteralLike(node)) return node.text;
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false;
  if (node.kind === ts.SyntaxKind.NullKeyword) return null;
  if (ts.isPrefixUnaryExpression(node)) {
    const isMinus = node.operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(node.operand);
    return isMinus ? finite(-Number((node.operand as ts.NumericLiteral).text)) : undefined;
  }
  if (depth > DEEPEST) return undefined;
  if (ts.isArrayLiteralExpression(node)) return literalsOf(node.elements, depth + 1);
  return ts.isObjectLiteralExpression(node) ? objectOf(node, depth + 1) : undefined;
}

function objectOf({ properties }: ts.ObjectLiteralExpression, depth: number): Literal | undefined {
  const object: Record<string, Literal> = {};
  for (const property of properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const { name, initializer } = property;
    const text = ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
    const value = literalOf(initializer, depth);
    if (text === undefined || value === undefined || SPECIAL.test(text) || Object.hasOwn(object, text)) return undefined;
    object[text] = value;
  }
  return object;
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
