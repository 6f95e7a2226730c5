/** The word of the language that a place is on: a function, or one of its options. */
import ts from 'typescript';
import { functionSignatures, type Signature } from '../../language/signatures';
import { spanOf } from '../source';
import type { Span } from '../text';
import { isLanguage, type LanguageNames, languageNames, signatureOf } from './names';
import { optionsAt } from './slot';
import { type Tree, tokenBefore } from './tree';

export interface Word {
  readonly span: Span;
  readonly signature: Signature;
  /** Absent: the word is the name of the function. */
  readonly argument?: string;
}

export function wordAt(tree: Tree, offset: number): Word | undefined {
  const token = tokenBefore(tree, offset + 1);
  if (token === undefined || offset > token.end) return undefined;
  // Behind the last letter, as editors ask when the cursor is there.
  const node = ts.isIdentifier(token) ? token : tokenBefore(tree, offset);
  if (node === undefined || !ts.isIdentifier(node) || offset > node.end) return undefined;
  return describe(node, languageNames(tree));
}

function describe(name: ts.Identifier, names: LanguageNames): Word | undefined {
  const { parent } = name;
  const span = spanOf(name);
  const isName = 'name' in parent && parent.name === name;
  if (isName && ts.isObjectLiteralElement(parent)) {
    const options = optionsAt(parent.parent, names);
    const isKnown = options !== undefined && Object.hasOwn(options.signature.arguments, name.text);
    return isKnown ? { span, signature: options.signature, argument: name.text } : undefined;
  }
  const signature = ts.isImportSpecifier(parent) ? imported(parent) : isName ? asMember(parent, names) : signatureOf(name, names);
  return signature === undefined ? undefined : { span, signature };
}

function imported({ name, propertyName, parent }: ts.ImportSpecifier): Signature | undefined {
  const { moduleSpecifier } = parent.parent.parent as ts.ImportDeclaration;
  return isLanguage(moduleSpecifier) ? functionSignatures.get((propertyName ?? name).text) : undefined;
}

/** `dense` in `mw.dense`, `split` in `digits().split`. */
const asMember = (node: ts.Node, names: LanguageNames): Signature | undefined =>
  ts.isPropertyAccessExpression(node) ? signatureOf(node, names) : undefined;
