/** The call that a place is in, for help with its arguments. */
import ts from 'typescript';
import type { Signature } from '../../language/signatures';
import { languageNames, signatureOf } from './names';
import { optionsAt } from './slot';
import { indexIn, isInComment, type Tree, tokenBefore } from './tree';

export interface CallAt {
  readonly signature: Signature;
  /** The argument that the place is in; absent: none that the function takes. */
  readonly argument?: string;
  /** In the options object, before any name. */
  readonly isInOptions: boolean;
  readonly written: readonly string[];
}

/** The innermost call; undefined in one that is not of the language, and in functions among its arguments. */
export function callAt(tree: Tree, offset: number): CallAt | undefined {
  if (isInComment(tree, offset)) return undefined;
  const token = tokenBefore(tree, offset);
  for (let node = token; node !== undefined; node = node.parent) {
    if (ts.isFunctionLike(node) || ts.isBlock(node)) return undefined;
    if (ts.isCallExpression(node) && isInArguments(node, tree.text, offset)) return describe(node, tree, offset);
  }
  return undefined;
}

function isInArguments({ arguments: list, end }: ts.CallExpression, text: string, offset: number): boolean {
  const isClosed = end > list.end && text[end - 1] === ')';
  return offset >= list.pos && (!isClosed || offset < end);
}

function describe(call: ts.CallExpression, tree: Tree, offset: number): CallAt | undefined {
  const names = languageNames(tree);
  const signature = signatureOf(call.expression, names);
  if (signature === undefined) return undefined;
  const index = indexIn(call.arguments, offset);
  const written = call.arguments[index];
  const options = written === undefined || offset <= written.getStart() ? undefined : optionsAt(written, names);
  if (options !== undefined && written !== undefined && ts.isObjectLiteralExpression(written)) {
    const property = written.properties[indexIn(written.properties, offset)];
    const name = property !== undefined && offset >= property.getStart() ? property.name?.getText() : undefined;
    const isKnown = name !== undefined && Object.hasOwn(signature.arguments, name);
    return { signature, ...(isKnown && { argument: name }), isInOptions: true, written: options.written };
  }
  const argument = signature.positional[index];
  const before = signature.positional.slice(0, index);
  return { signature, ...(argument !== undefined && { argument }), isInOptions: argument === undefined, written: before };
}
