/** Which argument of which function of the language an expression is, or would be once it is typed. */
import ts from 'typescript';
import type { Signature } from '../../language/signatures';
import { isOptional } from '../../language/types';
import { isWrapper, wrapped } from '../source';
import { type LanguageNames, signatureOf } from './names';
import { indexIn } from './tree';

export interface Slot {
  readonly signature: Signature;
  /** Absent: the place is behind all arguments that are not options. */
  readonly argument?: string;
  /** Options and other arguments that are there already, but for this one. */
  readonly written: readonly string[];
  /** The argument is a list, and the place is in it: entries that are texts. */
  readonly entries?: readonly string[];
  /** The options object may stand here as well. */
  readonly takesOptions: boolean;
}

/** `node` is the expression, or what surrounds the gap where it would stand. */
export function slotAt(node: ts.Node, offset: number, names: LanguageNames): Slot | undefined {
  if (ts.isArrayLiteralExpression(node)) return inList(node, offset, names);
  if (ts.isCallExpression(node)) return positionalSlot(node, offset, names);
  if (ts.isPropertyAssignment(node)) return optionSlot(node, names);
  return slotAround(node, offset, names);
}

/** What the whole of an expression is the value of. */
function slotAround(node: ts.Node, offset: number, names: LanguageNames): Slot | undefined {
  const { parent } = node;
  if (parent === undefined || ts.isObjectLiteralExpression(node) || ts.isFunctionLike(node)) return undefined;
  if (ts.isArrayLiteralExpression(parent)) return inList(parent, offset, names);
  if (ts.isCallExpression(parent)) return parent.expression === node ? undefined : positionalSlot(parent, offset, names);
  if (ts.isPropertyAssignment(parent)) return parent.name === node ? undefined : optionSlot(parent, names);
  const goesOn = ts.isConditionalExpression(parent) ? parent.condition !== node : isWrapper(parent);
  return goesOn ? slotAround(parent, offset, names) : undefined;
}

function inList(list: ts.ArrayLiteralExpression, offset: number, names: LanguageNames): Slot | undefined {
  const slot = slotAround(list, offset, names);
  if (slot === undefined || slot.entries !== undefined) return undefined;
  const others = list.elements.filter(({ pos, end }) => offset <= pos || end < offset);
  return { ...slot, entries: others.filter(ts.isStringLiteral).map(({ text }) => text), takesOptions: false };
}

function positionalSlot(call: ts.CallExpression, offset: number, names: LanguageNames): Slot | undefined {
  const signature = signatureOf(call.expression, names);
  if (signature === undefined) return undefined;
  const index = indexIn(call.arguments, offset);
  const { positional, arguments: table } = signature;
  const argument = positional[index];
  const written = positional.filter((_, other) => other !== index && other < call.arguments.length);
  const isLast = index >= call.arguments.length - 1;
  const takesOptions = isLast && positional.slice(index).every((name) => isOptional(table[name]));
  return { signature, ...(argument !== undefined && { argument }), written, takesOptions };
}

function optionSlot({ name, parent }: ts.PropertyAssignment, names: LanguageNames): Slot | undefined {
  const options = optionsAt(parent, names);
  if (options === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name))) return undefined;
  const written = options.written.filter((other) => other !== name.text);
  return { signature: options.signature, argument: name.text, written, takesOptions: false };
}

/** The object that holds the options of a call. */
export function optionsAt(
  object: ts.Node,
  names: LanguageNames,
): { readonly signature: Signature; readonly written: readonly string[] } | undefined {
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const outermost = wrapped(object);
  const call = outermost.parent;
  if (!ts.isCallExpression(call)) return undefined;
  const index = call.arguments.indexOf(outermost);
  const signature = index < 0 ? undefined : signatureOf(call.expression, names);
  if (signature === undefined) return undefined;
  const options = object.properties.flatMap(({ name }) =>
    name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name.text] : [],
  );
  return { signature, written: [...signature.positional.slice(0, index), ...options] };
}
