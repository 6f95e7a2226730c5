/**
 * Completion. Where TypeScript is on, it knows the types of the whole language (typescript-plugin/), and offers functions with
 * their imports, options, and the values that a type spells out; test/process/typescript-plugin.test.ts holds it to that. Ours
 * would stand in the list a second time, so we add only the values that no type spells out: a separator, a list of metrics.
 */
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Cursor, cursorAt } from '../compiler/queries/cursor';
import { importOf } from '../compiler/queries/import';
import { type LanguageNames, languageNames } from '../compiler/queries/names';
import type { Slot } from '../compiler/queries/slot';
import { type Tree, treeOf } from '../compiler/queries/tree';
import { variablesAt } from '../compiler/queries/variables';
import type { Argument } from '../ir/arguments';
import { functionSignatures, type Signature, transformSignatures } from '../language/signatures';
import { typeNames } from '../language/types';
import { functionItem, optionItem, rankOf, unquoted, valueItem } from './completion-items';

export interface CompletionOptions {
  readonly typescriptIsActive: boolean;
  /** The editor takes snippets. */
  readonly snippets: boolean;
  /** Asked for because of a character that was typed, not by the user: only what belongs exactly there. */
  readonly isTriggered?: boolean;
}

/** Characters behind which there may be something to choose from. */
export const TRIGGERS = ['.', "'", '"', '{', '[', ',', ' '];

export function completionsAt(document: TextDocument, position: Position, options: CompletionOptions): CompletionItem[] {
  const tree = treeOf(document.getText());
  const offset = document.offsetAt(position);
  const cursor = cursorAt(tree, offset);
  if (cursor.kind === 'nothing') return [];
  const range = { start: document.positionAt(cursor.typed.start), end: document.positionAt(cursor.typed.end) };
  const place = { tree, offset, names: languageNames(tree), document, options };
  return itemsAt(cursor, place).map(({ insertText, ...item }) => ({
    ...item,
    textEdit: { range, newText: insertText ?? item.label },
  }));
}

interface Place {
  readonly tree: Tree;
  readonly offset: number;
  readonly names: LanguageNames;
  readonly document: TextDocument;
  readonly options: CompletionOptions;
}

function itemsAt(cursor: Exclude<Cursor, { kind: 'nothing' }>, place: Place): CompletionItem[] {
  const { typescriptIsActive, snippets } = place.options;
  if (cursor.kind === 'text') return texts(cursor, place);
  if (cursor.kind === 'expression' && cursor.slot !== undefined) return argumentItems(cursor.slot, place);
  if (typescriptIsActive) return [];
  switch (cursor.kind) {
    case 'specifier':
      return specifiers(cursor.taken);
    case 'module':
      return [{ label: 'modelwright', kind: CompletionItemKind.Module }];
    case 'option': {
      const { signature, written, hasValue } = cursor;
      return missing(signature, written).map((name) => optionItem(signature, name, { nameOnly: hasValue, snippets }));
    }
    case 'member':
      return [...(cursor.of === 'data' ? transformSignatures : functionSignatures).values()].map((signature) =>
        functionItem(signature, rankOf('fitting')),
      );
    case 'expression':
      return place.options.isTriggered === true ? [] : [...variables(place), ...functionItems(place, 'other')];
  }
}

const missing = ({ options }: Signature, written: readonly string[]): string[] =>
  options.filter((name) => !written.includes(name));

const specifiers = (taken: readonly string[]): CompletionItem[] => [
  ...[...functionSignatures.values()]
    .filter(({ op }) => !taken.includes(op))
    .map((signature) => functionItem(signature, rankOf('fitting'))),
  ...typeNames
    .filter((name) => !taken.includes(name))
    .map((name) => ({ label: name, kind: CompletionItemKind.Interface, sortText: rankOf('type') })),
];

/** Between quotes. */
function texts({ slot, quote, isClosed }: Extract<Cursor, { kind: 'text' }>, { options }: Place): CompletionItem[] {
  return values(slot, options)
    .filter(({ label }) => label.startsWith("'"))
    .map((item) => {
      const text = unquoted(item.label);
      return { ...item, label: text, insertText: isClosed ? text : `${text}${quote}` };
    });
}

/** Where the value of an argument may begin. */
function argumentItems(slot: Slot, place: Place): CompletionItem[] {
  const { options } = place;
  const { signature, argument, takesOptions, written } = slot;
  const suggested = values(slot, options);
  if (options.typescriptIsActive) return suggested;
  const style = { braces: true, snippets: options.snippets };
  const objects = takesOptions ? missing(signature, written).map((name) => optionItem(signature, name, style)) : [];
  const type = argument === undefined ? '' : (signature.arguments[argument]?.type ?? '');
  const fits = ({ returns }: Signature): boolean => new RegExp(`\\b${ALSO[returns] ?? returns}\\b`).test(type);
  const others = type === '' ? [] : [...variables(place), ...functionItems(place, 'fitting', fits)];
  return [...suggested, ...(options.isTriggered === true ? [] : others), ...objects];
}

/** What goes by another name in the types of arguments. */
const ALSO: Readonly<Record<string, string>> = { Dimension: 'Size' };

function values({ signature, argument: name, entries }: Slot, { typescriptIsActive }: CompletionOptions): CompletionItem[] {
  const argument = name === undefined ? undefined : signature.arguments[name];
  if (name === undefined || argument?.suggestions === undefined) return [];
  const isList = (value: string): boolean => /^\['.*'\]$/.test(value);
  const suggestions =
    entries === undefined
      ? argument.suggestions
      : argument.suggestions
          .filter(isList)
          .map((value) => value.slice(1, -1))
          .filter((value) => !entries.includes(unquoted(value)));
  return suggestions
    .filter((value) => !(typescriptIsActive && isSpelledOut(value, argument)))
    .map((value, order) => valueItem(name, argument, value, order));
}

const isSpelledOut = (value: string, { type }: Argument<unknown>): boolean => type === 'boolean' || type.includes(value);

const variables = ({ tree, offset, names }: Place): CompletionItem[] =>
  variablesAt(tree, offset)
    .filter((name) => !names.functions.has(name))
    .map((name) => ({ label: name, kind: CompletionItemKind.Variable, sortText: rankOf('variable') }));

/** By the names that the file has for them; what it has none for is imported. */
function functionItems(
  { names, tree, document }: Place,
  rank: 'fitting' | 'other',
  fits: (signature: Signature) => boolean = () => true,
): CompletionItem[] {
  return [...functionSignatures.values()].filter(fits).flatMap((signature): CompletionItem[] => {
    const item = functionItem(signature, rankOf(rank));
    const imported = [...names.functions].filter(([, op]) => op === signature.op).map(([name]) => name);
    if (imported.length > 0) return imported.map((name) => ({ ...item, label: name, sortText: rankOf(rank, 0) }));
    const later = { ...item, sortText: rankOf(rank, 1) };
    const [namespace] = names.namespaces;
    if (namespace !== undefined) return [{ ...later, insertText: `${namespace}.${signature.op}` }];
    const { at, text } = importOf(signature.op, tree);
    const position = document.positionAt(at);
    return [{ ...later, additionalTextEdits: [{ range: { start: position, end: position }, newText: text }] }];
  });
}
