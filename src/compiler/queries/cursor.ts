/** What may be typed at a place in a model file. */
import ts from 'typescript';
import type { Signature } from '../../language/signatures';
import type { Span } from '../text';
import { isData, isLanguage, isNamespace, type LanguageNames, languageNames } from './names';
import { optionsAt, type Slot, slotAt } from './slot';
import { contentOf, isInComment, type Tree, tokenBefore } from './tree';

export type Cursor =
  | { readonly kind: 'nothing' }
  /** A name in `import { ... } from 'modelwright'`. */
  | { readonly kind: 'specifier'; readonly typed: Span; readonly taken: readonly string[] }
  /** The text behind `from`. */
  | { readonly kind: 'module'; readonly typed: Span }
  | OptionCursor
  /** Behind a dot: of the language's namespace, or of data. */
  | { readonly kind: 'member'; readonly typed: Span; readonly of: 'language' | 'data' }
  | TextCursor
  | ExpressionCursor;

/** The name of an option. */
export interface OptionCursor {
  readonly kind: 'option';
  readonly typed: Span;
  readonly signature: Signature;
  readonly written: readonly string[];
  /** A colon follows: only the name is missing. */
  readonly hasValue: boolean;
}

/** Between the quotes of an argument's value. */
export interface TextCursor {
  readonly kind: 'text';
  readonly typed: Span;
  readonly quote: string;
  /** The closing quote is there. */
  readonly isClosed: boolean;
  readonly slot: Slot;
}

/** Where a value may begin. */
export interface ExpressionCursor {
  readonly kind: 'expression';
  readonly typed: Span;
  /** Absent: it is no argument of the language. */
  readonly slot?: Slot;
}

const NOTHING: Cursor = { kind: 'nothing' };

export function cursorAt(tree: Tree, offset: number): Cursor {
  const names = languageNames(tree);
  const token = tokenBefore(tree, offset);
  if (isInComment(tree, offset)) return NOTHING;
  if (token === undefined) return { kind: 'expression', typed: { start: offset, end: offset } };
  const touches = offset <= token.end;
  if (ts.isStringLiteral(token) && (touches || isOpen(token, tree))) return inText(token, { tree, offset, names });
  if (touches && isWord(token)) return atWord(token, { start: token.getStart(tree.ast), end: offset }, names);
  return atGap(token, { tree, offset, names });
}

interface Place {
  readonly tree: Tree;
  readonly offset: number;
  readonly names: LanguageNames;
}

/** A keyword may become a longer name: `in` of `input`. */
const isWord = ({ kind }: ts.Node): boolean =>
  kind === ts.SyntaxKind.Identifier || (kind >= ts.SyntaxKind.FirstKeyword && kind <= ts.SyntaxKind.LastKeyword);

const isOpen = (token: ts.StringLiteral, { text }: Tree): boolean => {
  const start = token.getStart();
  return token.end === start + 1 || text[token.end - 1] !== text[start];
};

function inText(token: ts.StringLiteral, { tree, offset, names }: Place): Cursor {
  const { start, end, isClosed } = contentOf(token, tree, offset);
  const isPast = offset === token.end && !isOpen(token, tree);
  if (offset < start || isPast) return NOTHING;
  const typed = { start, end };
  if (ts.isImportDeclaration(token.parent)) return { kind: 'module', typed };
  const slot = slotAt(token, offset, names);
  return slot === undefined ? NOTHING : { kind: 'text', typed, quote: tree.text[start - 1] ?? "'", isClosed, slot };
}

/** Behind the letters of a name that is begun. */
function atWord(word: ts.Node, typed: Span, names: LanguageNames): Cursor {
  const { parent } = word;
  if (ts.isImportSpecifier(parent)) return specifier(parent.parent, typed, parent);
  if (ts.isPropertyAccessExpression(parent) && parent.name === word) return member(parent, typed, names);
  const isName = 'name' in parent && parent.name === word;
  if (isName && ts.isObjectLiteralElement(parent)) {
    const options = optionsAt(parent.parent, names);
    if (options === undefined) return ts.isShorthandPropertyAssignment(parent) ? { kind: 'expression', typed } : NOTHING;
    const written = options.written.filter((name) => name !== word.getText());
    return { kind: 'option', typed, ...options, written, hasValue: ts.isPropertyAssignment(parent) };
  }
  if (isName || isBinding(parent) || isInType(word)) return NOTHING;
  return expression(word, typed, names);
}

function expression(node: ts.Node, typed: Span, names: LanguageNames): Cursor {
  const slot = slotAt(node, typed.end, names);
  return { kind: 'expression', typed, ...(slot !== undefined && { slot }) };
}

const isBinding = (node: ts.Node): boolean =>
  ts.isImportClause(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportSpecifier(node) ||
  ts.isBindingElement(node) ||
  ts.isLabeledStatement(node) ||
  ts.isVariableDeclarationList(node);

function isInType(node: ts.Node): boolean {
  for (let at: ts.Node | undefined = node; at !== undefined && !ts.isStatement(at); at = at.parent) {
    if (ts.isTypeNode(at) && !ts.isExpressionWithTypeArguments(at)) return true;
  }
  return false;
}

/** Where nothing is begun yet: what comes before decides. */
function atGap(token: ts.Node, { tree, offset, names }: Place): Cursor {
  const { parent } = token;
  const typed = { start: offset, end: offset };
  const { kind } = token;
  if (kind === ts.SyntaxKind.DotToken || kind === ts.SyntaxKind.QuestionDotToken) {
    return ts.isPropertyAccessExpression(parent) ? member(parent, typed, names) : NOTHING;
  }
  if (kind === ts.SyntaxKind.OpenBraceToken || kind === ts.SyntaxKind.CommaToken) {
    const list = ts.isImportSpecifier(parent) ? parent.parent : parent;
    if (ts.isNamedImports(list)) return specifier(list, typed);
    if (ts.isObjectLiteralExpression(parent)) {
      const options = optionsAt(parent, names);
      return options === undefined ? NOTHING : { kind: 'option', typed, ...options, hasValue: false };
    }
  }
  if (VALUE_FOLLOWS.has(kind)) {
    return isInType(token) || (kind === ts.SyntaxKind.ColonToken && !isBeforeValue(parent))
      ? NOTHING
      : expression(parent, typed, names);
  }
  const isNewLine = /[\r\n]/.test(tree.text.slice(token.end, offset));
  const beginsStatement = kind === ts.SyntaxKind.SemicolonToken || kind === ts.SyntaxKind.OpenBraceToken || isNewLine;
  return beginsStatement && !isInsideBrackets(token, offset) ? { kind: 'expression', typed } : NOTHING;
}

/** `{ units: |`, `wide ? a : |`, not `const x: |`. */
const isBeforeValue = (node: ts.Node): boolean => ts.isPropertyAssignment(node) || ts.isConditionalExpression(node);

const VALUE_FOLLOWS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.OpenParenToken,
  ts.SyntaxKind.OpenBracketToken,
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.ColonToken,
  ts.SyntaxKind.QuestionToken,
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.EqualsGreaterThanToken,
  ts.SyntaxKind.DotDotDotToken,
  ts.SyntaxKind.ReturnKeyword,
  ts.SyntaxKind.DefaultKeyword,
  ts.SyntaxKind.OfKeyword,
]);

/** A list or a call is still open, and misses a comma here. */
function isInsideBrackets(token: ts.Node, offset: number): boolean {
  for (let node = token.parent; node !== undefined && !ts.isBlock(node); node = node.parent) {
    const isList = ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNamedImports(node);
    if (isList && node.getStart() < offset && offset < node.end) return true;
    if (ts.isCallExpression(node) && node.arguments.pos <= offset && offset < node.end) return true;
  }
  return false;
}

function specifier(list: ts.NamedImports, typed: Span, own?: ts.ImportSpecifier): Cursor {
  const { moduleSpecifier } = list.parent.parent as ts.ImportDeclaration;
  const isMissing = moduleSpecifier.getWidth() === 0;
  if (!isMissing && !isLanguage(moduleSpecifier)) return NOTHING;
  const others = list.elements.filter((element) => element !== own);
  return { kind: 'specifier', typed, taken: others.map(({ name, propertyName }) => (propertyName ?? name).text) };
}

function member({ expression: owner }: ts.PropertyAccessExpression, typed: Span, names: LanguageNames): Cursor {
  if (isNamespace(owner, names)) return { kind: 'member', typed, of: 'language' };
  return isData(owner, names) ? { kind: 'member', typed, of: 'data' } : NOTHING;
}
