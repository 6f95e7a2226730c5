/**
 * What TypeScript finds by itself, so that an editor in which it is active says it once. TypeScript knows types, we know values:
 *
 * | finding                    | TypeScript's own                             | stays ours, because TypeScript is silent                      |
 * | -------------------------- | -------------------------------------------- | ------------------------------------------------------------- |
 * | syntax                     | all that its parser reports                  | what only the engine refuses                                  |
 * | syntax-unsupported         |                                              | all: only its option erasableSyntaxOnly says so               |
 * | import-unknown             | all: the module has no such export           |                                                               |
 * | import-missing             | where it finds no other module either        | a .js or .d.ts file is there, which cannot be evaluated       |
 * | import-refused             |                                              | all: the package may be installed                             |
 * | argument-unknown, option   | in an object that stands in the call         | through a variable or `...shared`, surplus options are allowed |
 * | argument-unknown, position | in a call without spread arguments           | `dense(...sizes)`                                             |
 * | argument-value, missing    | in a call without spread arguments           | the same; options that came in a variable                     |
 * | argument-value, refused    | of another kind: 'ten', one number too many  | 0, -1, 2.5, NaN: numbers that are no sizes; what excludes each other; null |
 * | argument-value, tensor     | `dense(10)(5)`                               |                                                               |
 * | evaluation, not defined    | names that no library of TypeScript declares | `structuredClone`, which the engine lacks                     |
 * | graph-arity and all others |                                              | shapes, graphs, data and training are not in the types        |
 *
 * Where the type of a value can't be told from the text (`any`, JSON.parse, a parameter without a type), or a comment tells
 * TypeScript to be silent, the finding stays: twice is better than never.
 */
import ts from 'typescript';
import { type Encoded, isAbsent, isMark } from '../../language/recording';
import { functionNames } from '../../language/types';
import { argumentsOf, optionOf, optionsNode } from '../places';
import type { Place, Site } from '../sites';
import type { Source } from '../source';

/** A value of the wrong kind at a place in a call; `type` is that of the argument, as `modelwright.d.ts` declares it. */
export const findsValue = (site: Site, place: Place | undefined, type: string, value: Encoded): boolean =>
  place !== undefined && plainCall(site) !== undefined && isKnown(place.node) && !accepts(typeNode(type), value);

/** An option that stands in the call itself. */
export function findsOption(site: Site, name: string): boolean {
  const call = plainCall(site);
  return call !== undefined && optionOf(optionsNode(call), name) !== undefined;
}

/** One argument too many, or too few. */
export function findsCount(site: Site): boolean {
  const call = plainCall(site);
  if (call === undefined) return false;
  const last = argumentsOf(call).at(-1);
  const options = optionsNode(call);
  if (options !== undefined) return !options.properties.some(ts.isSpreadAssignment);
  return last === undefined || isKnown(last);
}

/** A name that is declared nowhere. What Node.js has, TypeScript's libraries declare. */
export const findsName = ({ source }: Place, name: string): boolean =>
  checks(source) && !(name in globalThis) && !new RegExp(`\\bdeclare\\b.*\\b${name.replaceAll('$', '\\$')}\\b`).test(source.text);

/** The call of a function whose type is known, every argument in its place. */
function plainCall({ place, direct }: Site): ts.CallExpression | undefined {
  const node = place?.node;
  if (place === undefined || node === undefined || !direct || !checks(place.source) || !ts.isCallExpression(node))
    return undefined;
  // `(dense as any)(3)`
  const isCast = ts.isParenthesizedExpression(node.expression);
  return isCast || node.arguments.some(ts.isSpreadElement) ? undefined : node;
}

const checks = ({ text }: Source): boolean => !/@ts-(nocheck|ignore|expect-error)/.test(text);

/** Whether TypeScript knows the type of an expression. */
function isKnown(node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isKnown(node.expression);
  if (ts.isPrefixUnaryExpression(node)) return isKnown(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isKnown);
  if (ts.isCallExpression(node)) return isOfLanguage(node);
  if (ts.isIdentifier(node)) return isDeclared(node);
  return (
    ts.isLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isFunctionLike(node) ||
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword
  );
}

/** `flatten()`, `flatten()(x)` */
function isOfLanguage({ expression }: ts.CallExpression): boolean {
  if (ts.isCallExpression(expression)) return isOfLanguage(expression);
  return ts.isIdentifier(expression) && functionNames.includes(expression.text);
}

/** The one declaration of the name gives it a type. */
function isDeclared(name: ts.Identifier): boolean {
  const found: (ts.VariableDeclaration | ts.ParameterDeclaration)[] = [];
  const visit = (node: ts.Node): void => {
    const declares = ts.isVariableDeclaration(node) || ts.isParameter(node);
    if (declares && ts.isIdentifier(node.name) && node.name.text === name.text) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(name.getSourceFile());
  const [declaration, ...others] = found;
  if (declaration === undefined || others.length > 0) return false;
  const { type, initializer } = declaration;
  if (type !== undefined) return !/\b(any|unknown)\b/.test(type.getText());
  return initializer !== undefined && !ts.isIdentifier(initializer) && isKnown(initializer);
}

const typeNodes = new Map<string, ts.TypeNode>();

function typeNode(text: string): ts.TypeNode | undefined {
  const known = typeNodes.get(text);
  if (known !== undefined) return known;
  const [statement] = ts.createSourceFile('type.ts', `type T = ${text};`, ts.ScriptTarget.Latest).statements;
  if (statement === undefined || !ts.isTypeAliasDeclaration(statement)) return undefined;
  typeNodes.set(text, statement.type);
  return statement.type;
}

/** In doubt, yes. */
function accepts(type: ts.TypeNode | undefined, value: Encoded): boolean {
  if (type === undefined || value === null || isAbsent(value) || isOther(value)) return true;
  if (ts.isUnionTypeNode(type)) return type.types.some((one) => accepts(one, value));
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return accepts(type.type, value);
  if (ts.isLiteralTypeNode(type)) return ts.isStringLiteral(type.literal) && type.literal.text === value;
  if (ts.isArrayTypeNode(type)) return Array.isArray(value) && value.every((item) => accepts(type.elementType, item));
  if (ts.isTupleTypeNode(type)) {
    const { elements } = type;
    return Array.isArray(value) && value.length === elements.length && value.every((item, at) => accepts(elements[at], item));
  }
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return isNumeric(value);
    case ts.SyntaxKind.StringKeyword:
      return typeof value === 'string';
    case ts.SyntaxKind.BooleanKeyword:
      return typeof value === 'boolean';
    default:
      if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return true;
      // The language's own types: opaque, but for two.
      if (type.typeName.text === 'Size') return isNumeric(value);
      if (type.typeName.text === 'Rows') return Array.isArray(value);
      return isMark(value) && (value.$ === 'entry') !== (type.typeName.text === 'Tensor');
  }
}

/** A size that is not known before training has the type of a number, where it comes from `x.shape`. */
const isNumeric = (value: Encoded): boolean =>
  typeof value === 'number' || (typeof value === 'object' && value !== null && 'terms' in value);

/** `NaN` is a number; of functions and the rest, the recording does not tell more than a text. */
const isOther = (value: Encoded): boolean => isMark(value) && value.$ === 'other' && value.text !== 'a function';
