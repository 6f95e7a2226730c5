/** Requests about words of the language: completion, help with arguments. Answered from the text alone, so never late. */
import { type ClientCapabilities, CompletionTriggerKind } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { answering } from './answering';
import { completionsAt } from './completion';
import { isModelFile } from './paths';
import type { Session } from './session';
import { signatureHelpAt } from './signature-help';

export function answerWords(
  { connection, documents, settings }: Session,
  answer: ReturnType<typeof answering>,
  client: () => ClientCapabilities,
): void {
  /** Other files of TypeScript are none of ours, unless they import the language. */
  const documentOf = (uri: string): TextDocument | undefined => {
    const document = documents.get(uri);
    return document !== undefined && (isModelFile(uri) || IMPORT.test(document.getText())) ? document : undefined;
  };

  connection.onCompletion(
    answer('Completion', ({ textDocument: { uri }, position, context }) => {
      const document = documentOf(uri);
      if (document === undefined) return null;
      const { typescriptIsActive } = settings();
      const snippets = client().textDocument?.completion?.completionItem?.snippetSupport === true;
      const isTriggered = context?.triggerKind === CompletionTriggerKind.TriggerCharacter;
      return completionsAt(document, position, { typescriptIsActive, snippets, isTriggered });
    }),
  );

  connection.onSignatureHelp(
    answer('Help with arguments', ({ textDocument: { uri }, position }) => {
      const document = settings().typescriptIsActive ? undefined : documentOf(uri);
      return (document && signatureHelpAt(document, position)) ?? null;
    }),
  );
}

const IMPORT = /\bfrom\s*['"]modelwright['"]/;
