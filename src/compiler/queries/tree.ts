/** The text around a cursor: half typed, so it is asked for tokens rather than for whole nodes. */
import ts from 'typescript';
import { parseTree } from '../source';
import type { Span } from '../text';

export interface Tree {
  readonly text: string;
  readonly ast: ts.SourceFile;
}

let last: Tree | undefined;

/** Not to be kept: the next one is made of its nodes, so that a letter costs no more than what it changes. */
export function treeOf(text: string): Tree {
  if (last?.text !== text) last = { text, ast: parseTree('cursor.model.ts', text, last) };
  return last;
}

/** The last token that begins before a place, whether or not it reaches it. */
export function tokenBefore({ ast }: Tree, offset: number): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    const children = node.getChildren(ast);
    if (children.length === 0) return node.getWidth(ast) > 0 ? node : undefined;
    for (const child of children.filter((one) => one.getStart(ast) < offset).reverse()) {
      const found = visit(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return visit(ast);
}

export function isInComment(tree: Tree, offset: number): boolean {
  const { text } = tree;
  const gap = tokenBefore(tree, offset)?.end ?? 0;
  const ranges = [...(ts.getTrailingCommentRanges(text, gap) ?? []), ...(ts.getLeadingCommentRanges(text, gap) ?? [])];
  return ranges.some(({ kind, pos, end }) => pos < offset && (offset < end || (kind === LINE && offset === end)));
}

const LINE = ts.SyntaxKind.SingleLineCommentTrivia;

/** What lies between quotes. While the closing one is missing, the word at the cursor. */
export function contentOf(node: ts.StringLiteral, tree: Tree, offset: number): Span & { readonly isClosed: boolean } {
  const start = node.getStart(tree.ast) + 1;
  const quote = tree.text[start - 1];
  if (node.end > start && tree.text[node.end - 1] === quote && offset < node.end)
    return { start, end: node.end - 1, isClosed: true };
  const [rest = ''] = /^[\w$]*/.exec(tree.text.slice(offset)) ?? [];
  return { start, end: offset + rest.length, isClosed: false };
}

/** Which entry of a list a place is in, counted by the commas before it. Where one is missing, right behind an entry is in it. */
export function indexIn(list: ts.NodeArray<ts.Node>, offset: number): number {
  if (list.hasTrailingComma && offset >= list.end) return list.length;
  const begun = list.filter(({ pos }, index) => pos <= offset && (list[index - 1]?.end ?? -1) < offset);
  return Math.max(0, begun.length - 1);
}
