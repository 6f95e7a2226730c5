/** One file of a model: parsed by TypeScript (only what changed since the last time), and surveyed once. */
import { blankSourceFile } from 'ts-blank-space';
import ts from 'typescript';
import type { Location, Range } from '../ir/location';
import { type Survey, surveyOf } from './survey';
import { lineStartsOf, positionAt, type Span } from './text';

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
  readonly lineStarts: readonly number[];
  readonly survey: Survey;
  readonly syntaxErrors: readonly SyntaxFault[];
  /** The text with its types blanked: same length, same places. */
  readonly javascript: string;
  /** TypeScript that blanking does not take away: enums, namespaces, ... */
  readonly notErasable: readonly ts.Node[];
}

export interface SyntaxFault extends Span {
  readonly message: string;
}

const OPTIONS: ts.CreateSourceFileOptions = {
  languageVersion: ts.ScriptTarget.ESNext,
  impliedNodeFormat: ts.ModuleKind.ESNext,
  jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
};

/** `previous` must not be used any more after it was given here: its nodes go into the new tree. */
export function parseSource(path: string, text: string, previous?: Source): Source {
  if (previous?.text === text) return previous;
  const ast = parseTree(path, text, previous);
  const notErasable: ts.Node[] = [];
  const javascript = blankSourceFile(ast, (node) => notErasable.push(node));
  const survey = surveyOf(ast);
  return { path, text, ast, lineStarts: lineStartsOf(text), survey, syntaxErrors: syntaxErrorsOf(ast), javascript, notErasable };
}

/** Only what changed since `previous`, whose nodes go into the new tree. */
export function parseTree(path: string, text: string, previous?: Pick<Source, 'text' | 'ast'>): ts.SourceFile {
  return previous === undefined
    ? ts.createSourceFile(path, text, OPTIONS, true, ts.ScriptKind.TS)
    : ts.updateSourceFile(previous.ast, text, changeBetween(previous.text, text));
}

/** The smallest stretch that differs: what an editor would have sent. */
function changeBetween(before: string, after: string): ts.TextChangeRange {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end += 1;
  return { span: { start, length: before.length - start - end }, newLength: after.length - start - end };
}

/** The parser keeps them on the tree; only a whole `Program` has a public way to them. */
function syntaxErrorsOf(ast: ts.SourceFile): SyntaxFault[] {
  const { parseDiagnostics } = ast as ts.SourceFile & { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] };
  return parseDiagnostics.map(({ start, length, messageText }) => ({
    start,
    end: start + length,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

export const rangeOf = ({ lineStarts }: Source, { start, end }: Span): Range => ({
  start: positionAt(lineStarts, start),
  end: positionAt(lineStarts, end),
});

export const locationOf = (source: Source, span: Span): Location => ({ file: source.path, range: rangeOf(source, span) });

export const spanOf = (node: ts.Node): Span => ({ start: node.getStart(), end: node.end });

export const isWrapper = (
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SatisfiesExpression | ts.NonNullExpression =>
  ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node);

/** The expression inside parentheses and casts. */
export const unwrap = (node: ts.Node): ts.Node => (isWrapper(node) ? unwrap(node.expression) : node);

/** The expression with the parentheses and casts around it. */
export const wrapped = (node: ts.Expression): ts.Expression => (isWrapper(node.parent) ? wrapped(node.parent) : node);

/** The smallest statement around a place, blocks aside. */
export function statementAt(source: Source, offset: number): ts.Statement | undefined {
  let found: ts.Statement | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.pos || offset > node.end) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source.ast, visit);
  return found;
}

/** The smallest node around a place; at a place between statements, the one before. */
export function nodeAt(source: Source, offset: number): ts.Node {
  const { ast } = source;
  let found: ts.Node | undefined;
  const visit = (node: ts.Node): void => {
    if (offset < node.getStart() || offset >= node.end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ast, visit);
  return found ?? ast.statements.findLast(({ end }) => end <= offset) ?? ast;
}
