/** The arguments of the call around the cursor. Only where TypeScript is off: an editor shows one server's, and would show ours. */
import type { ParameterInformation, Position, SignatureHelp } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type CallAt, callAt } from '../compiler/queries/call';
import { treeOf } from '../compiler/queries/tree';
import type { Signature } from '../language/signatures';
import { isOptional } from '../language/types';
import { argumentMarkdown } from './documentation';

/** `conv2d(filters, kernelSize, { padding?, ... }): Layer`: options are parameters like the others. */
export function signatureHelpAt(document: TextDocument, position: Position): SignatureHelp | undefined {
  const call = callAt(treeOf(document.getText()), document.offsetAt(position));
  if (call === undefined) return undefined;
  const { signature } = call;
  const { label, parameters } = labelOf(signature);
  const documentation = { kind: 'markdown', value: signature.doc } as const;
  const names = [...signature.positional, ...signature.options];
  // Behind the last parameter none is active.
  const activeParameter = activeName(call) === undefined ? names.length : names.indexOf(activeName(call) ?? '');
  return { signatures: [{ label, documentation, parameters }], activeSignature: 0, activeParameter };
}

/** In the options before a name: the first that is not written yet. */
function activeName({ signature, argument, isInOptions, written }: CallAt): string | undefined {
  return argument ?? (isInOptions ? signature.options.find((name) => !written.includes(name)) : undefined);
}

function labelOf({ op, positional, options, arguments: table, returns }: Signature): {
  label: string;
  parameters: ParameterInformation[];
} {
  let label = `${op}(`;
  const parameters: ParameterInformation[] = [];
  const add = (name: string): void => {
    const shown = isOptional(table[name]) ? `${name}?` : name;
    const documentation = { kind: 'markdown', value: argumentMarkdown(name, table[name]) } as const;
    parameters.push({ label: [label.length, label.length + shown.length], documentation });
    label += shown;
  };
  positional.forEach((name, index) => {
    if (index > 0) label += ', ';
    add(name);
  });
  if (options.length > 0) label += positional.length > 0 ? ', { ' : '{ ';
  options.forEach((name, index) => {
    if (index > 0) label += ', ';
    add(name);
  });
  return { label: `${label}${options.length > 0 ? ' }' : ''}): ${returns}`, parameters };
}
