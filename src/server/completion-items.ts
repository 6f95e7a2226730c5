/** Completions as the Language Server Protocol has them: what stands in the list, what it inserts, what is said about it. */
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import type { Argument } from '../ir/arguments';
import type { Signature } from '../language/signatures';
import { isOptional } from '../language/types';
import { argumentDoc, argumentHead, defaultOf, functionMarkdown, headOf, shownDefault } from './documentation';

/** Places in the list: what has to be written first, what has nothing to do with the place last. */
const RANKED = { required: 0, value: 1, variable: 2, fitting: 3, option: 4, other: 6, type: 7 } as const;

/** Sorts before what has a greater one. */
export const rankOf = (what: keyof typeof RANKED, order = 0): string => `${RANKED[what]}${String(order).padStart(3, '0')}`;

const markdown = (value: string) => ({ kind: 'markdown', value }) as const;

const about = (name: string, argument: Argument<unknown>) => ({
  detail: argumentHead(name, argument),
  documentation: markdown(argumentDoc(argument)),
});

export const functionItem = (signature: Signature, sortText: string): CompletionItem => ({
  label: signature.op,
  kind: signature.kind === 'transform' ? CompletionItemKind.Method : CompletionItemKind.Function,
  labelDetails: { description: signature.returns },
  detail: headOf(signature),
  documentation: markdown(functionMarkdown(signature)),
  sortText,
});

export interface OptionStyle {
  /** Only the name is missing. */
  readonly nameOnly?: boolean;
  /** The options object is missing too. */
  readonly braces?: boolean;
  readonly snippets: boolean;
}

export function optionItem({ options, arguments: table }: Signature, name: string, style: OptionStyle): CompletionItem {
  const argument = table[name];
  const rank = isOptional(argument) ? 'option' : 'required';
  const { text, isSnippet } = optionText(name, argument, style);
  return {
    label: name,
    kind: CompletionItemKind.Property,
    labelDetails: { detail: isOptional(argument) ? defaultOf(argument) : ' (needed)' },
    ...(argument !== undefined && about(name, argument)),
    sortText: rankOf(rank, options.indexOf(name)),
    insertText: text,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
  };
}

function optionText(
  name: string,
  argument: Argument<unknown> | undefined,
  { nameOnly = false, braces = false, snippets }: OptionStyle,
): { text: string; isSnippet: boolean } {
  if (nameOnly) return { text: name, isSnippet: false };
  if (!snippets) return { text: braces ? `{ ${name}: }` : `${name}: `, isSnippet: false };
  const text = `${name}: ${placeholder(argument)}`;
  return { text: braces ? `{ ${text} }` : text, isSnippet: true };
}

/** A choice where there is one, what it is by default last: no one writes that. */
function placeholder(argument: Argument<unknown> | undefined): string {
  if (argument === undefined) return '$1';
  const { suggestions = [], type } = argument;
  const usual = shownDefault(argument);
  if (suggestions.length > 0) {
    const others = suggestions.filter((suggestion) => suggestion !== usual);
    const choices = others.length < suggestions.length && usual !== undefined ? [...others, usual] : others;
    return `\${1|${choices.map((choice) => choice.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  }
  if (type === 'string') return `'\${1:${usual?.slice(1, -1) ?? ''}}'`;
  return usual === undefined ? '$1' : `\${1:${usual}}`;
}

/** A value that the argument suggests, as source text. */
export function valueItem(name: string, argument: Argument<unknown>, value: string, order: number): CompletionItem {
  const isDefault = shownDefault(argument) === value;
  return {
    label: value,
    kind: value.startsWith("'") ? CompletionItemKind.EnumMember : CompletionItemKind.Value,
    ...(isDefault && { labelDetails: { description: 'default' } }),
    ...about(name, argument),
    filterText: unquoted(value),
    sortText: rankOf('value', order),
  };
}

export const unquoted = (value: string): string => value.replace(/^'|'$/g, '');
