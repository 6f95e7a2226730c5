/** What the specs say about functions and arguments, as Markdown. */
import type { Hover, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { treeOf } from '../compiler/queries/tree';
import { wordAt } from '../compiler/queries/word';
import type { Argument } from '../ir/arguments';
import type { Signature } from '../language/signatures';
import { isOptional, showDefault } from '../language/types';

/** The function or the option whose name is at a place. Only for where TypeScript does not say the same. */
export function documentationAt(document: TextDocument, position: Position): Hover | undefined {
  const word = wordAt(treeOf(document.getText()), document.offsetAt(position));
  if (word === undefined) return undefined;
  const { signature, argument, span } = word;
  const range = { start: document.positionAt(span.start), end: document.positionAt(span.end) };
  const value =
    argument === undefined
      ? `${code(headOf(signature))}\n\n${functionMarkdown(signature)}`
      : argumentMarkdown(argument, signature.arguments[argument]);
  return { contents: { kind: 'markdown', value }, range };
}

/** `conv2d(filters, kernelSize, options?): Layer` */
export function headOf({ op, positional, arguments: table, options, returns }: Signature): string {
  const names = positional.map((name) => `${name}${isOptional(table[name]) ? '?' : ''}`);
  const needsOptions = options.some((name) => !isOptional(table[name]));
  if (options.length > 0) names.push(needsOptions ? 'options' : 'options?');
  return `${op}(${names.join(', ')}): ${returns}`;
}

/** What it does, and a line for each argument. */
export function functionMarkdown({ doc, positional, options, arguments: table }: Signature): string {
  const lines = [...positional, ...options].map((name) => `- \`${name}${defaultOf(table[name])}\`: ${table[name]?.doc}`);
  return lines.length === 0 ? doc : `${doc}\n\n${lines.join('\n')}`;
}

/** How it is written, what it is for, and what it is by default. */
export function argumentMarkdown(name: string, argument: Argument<unknown> | undefined): string {
  return argument === undefined ? '' : `${code(argumentHead(name, argument))}\n\n${argumentDoc(argument)}`;
}

/** `padding?: 'valid' | 'same'` */
export const argumentHead = (name: string, argument: Argument<unknown>): string =>
  `${name}${isOptional(argument) ? '?' : ''}: ${argument.type}`;

export function argumentDoc(argument: Argument<unknown>): string {
  const usual = shownDefault(argument);
  return usual === undefined ? argument.doc : `${argument.doc}\n\nDefault: \`${usual}\``;
}

/** ` = 'valid'`; empty where there is none to show. */
export function defaultOf(argument: Argument<unknown> | undefined): string {
  const usual = argument && shownDefault(argument);
  return usual === undefined ? '' : ` = ${usual}`;
}

/** As source text. A default of null says that it is left out. */
export const shownDefault = (argument: Argument<unknown>): string | undefined =>
  argument.default === undefined || argument.default === null ? undefined : showDefault(argument);

const code = (text: string): string => `\`\`\`ts\n${text}\n\`\`\``;
