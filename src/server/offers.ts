/**
 * What the server answers about a place in a text. Where the editor lets a server choose for which files, it is asked about model
 * files alone: it then has no request to send while someone works on other TypeScript. Only fixes are for all, because findings
 * stand in the files that a model imports, too.
 */
import {
  BulkRegistration,
  type ClientCapabilities,
  CodeActionKind,
  CodeActionRequest,
  CodeLensRequest,
  CompletionRequest,
  HoverRequest,
  InlayHintRequest,
  type ServerCapabilities,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { FIX_ALL } from './actions';
import { TRIGGERS } from './completion';
import type { Session } from './session';

const MODEL_FILES = [{ pattern: '**/*.model.ts' }];
const ALL_FILES = [{ pattern: '**/*.ts' }];

const OFFERS = [
  { name: 'hover', type: HoverRequest.type, provider: 'hoverProvider', options: {} },
  { name: 'completion', type: CompletionRequest.type, provider: 'completionProvider', options: { triggerCharacters: TRIGGERS } },
  {
    name: 'signatureHelp',
    type: SignatureHelpRequest.type,
    provider: 'signatureHelpProvider',
    options: { triggerCharacters: ['(', ',', '{', ':'] },
  },
  { name: 'inlayHint', type: InlayHintRequest.type, provider: 'inlayHintProvider', options: {} },
  { name: 'codeLens', type: CodeLensRequest.type, provider: 'codeLensProvider', options: {} },
  {
    name: 'codeAction',
    type: CodeActionRequest.type,
    provider: 'codeActionProvider',
    options: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
  },
] as const;

/** Of an editor that does not let itself be told later, about all files that it opens with this server. */
export const fixedOffers = (client: ClientCapabilities): ServerCapabilities =>
  Object.fromEntries(OFFERS.filter(({ name }) => !canRegister(client, name)).map(({ provider, options }) => [provider, options]));

/** The others. */
export function registerOffers({ connection, log }: Session, client: ClientCapabilities): void {
  const offers = BulkRegistration.create();
  const chosen = OFFERS.filter(({ name }) => canRegister(client, name));
  for (const { name, type, options } of chosen) {
    offers.add(type, { documentSelector: name === 'codeAction' ? ALL_FILES : MODEL_FILES, ...options });
  }
  if (chosen.length === 0) return;
  connection.client.register(offers).catch((error: unknown) => log('The editor did not register', error));
}

const canRegister = ({ textDocument }: ClientCapabilities, name: (typeof OFFERS)[number]['name']): boolean =>
  textDocument?.[name]?.dynamicRegistration === true;
