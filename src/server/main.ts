/** The language server: `node dist/server.js --stdio`. No part of it knows an editor; what is more than the protocol stands in protocol/editor.ts. */
import {
  type ClientCapabilities,
  CodeLensRefreshRequest,
  createConnection,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { CONFIGURE, isTrainingsParams, isViewParams, TRAININGS, VIEW } from '../protocol/editor';
import { actionsOf } from './actions';
import { answering } from './answering';
import { toLsp } from './diagnostics';
import { hintsOf } from './hints';
import { hoverAt } from './hover';
import { lensesOf } from './lenses';
import { fixedOffers, registerOffers } from './offers';
import { pathOf } from './paths';
import { createSession } from './session';
import { trainingsReport } from './trainings';
import { viewReport } from './view';
import { watchFiles } from './watch';
import { answerWords } from './words';

const connection = createConnection();
let client: ClientCapabilities = {};
const session = createSession(connection, __dirname, refresh);
const { models, settings } = session;
const answer = answering(session);

connection.onInitialize((params): InitializeResult => {
  if (params.initializationOptions != null) session.configure(params.initializationOptions);
  session.changeFolders(foldersOf(params), []);
  // From here on it may be asked to refresh, and not while it is still waiting for the answer.
  client = params.capabilities;
  return {
    serverInfo: { name: 'Modelwright' },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      ...fixedOffers(client),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
});

connection.onInitialized(() => {
  registerOffers(session, client);
  watchFiles(session, client);
  if (client.workspace?.workspaceFolders !== true) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
    session.changeFolders(added.map(pathOfFolder), removed.map(pathOfFolder)),
  );
});

connection.onNotification(CONFIGURE, session.configure);

answerWords(session, answer, () => client);
connection.onHover(
  answer('Hover', async ({ textDocument: { uri }, position }) => {
    const model = await models.settled(uri);
    const document = session.documents.get(uri);
    if (model === undefined || document === undefined) return null;
    return hoverAt(model, document, position, !settings().typescriptIsActive);
  }),
);

connection.languages.inlayHint.on(
  answer('Inlay hints', async ({ textDocument: { uri }, range }) => {
    const model = settings().inlayHints ? await models.settled(uri) : undefined;
    return model === undefined ? [] : hintsOf(model, range);
  }),
);

connection.onCodeLens(
  answer('Code lenses', async ({ textDocument: { uri } }) => {
    const model = settings().codeLens ? await models.settled(uri) : undefined;
    return model === undefined ? [] : lensesOf(model, settings().trusted);
  }),
);

connection.onCodeAction(
  answer('Code actions', async ({ textDocument: { uri }, range, context: { only } }) => {
    await models.settled(uri);
    const asked = { range, ...(only === undefined ? {} : { only }) };
    return actionsOf(session.told(pathOf(uri)), asked, session.uriOf, (finding) => toLsp(finding, session.uriOf, session.dist));
  }),
);

connection.onRequest(
  VIEW,
  answer('A view', async (params: unknown) => {
    if (!isViewParams(params)) throw new Error('The request was not understood.');
    const model = await models.settled(params.uri);
    return model === undefined ? null : viewReport(model, params, session.uriOf);
  }),
);

connection.onRequest(
  TRAININGS,
  answer('Trainings', (params: unknown) => {
    if (!isTrainingsParams(params)) throw new Error('The request was not understood.');
    return trainingsReport(session, params);
  }),
);

connection.listen();

/** The editor asks by itself after a change of a document; this is for all other changes. */
function refresh(): void {
  const { codeLens, inlayHint } = client.workspace ?? {};
  const log = (error: unknown): void => session.log('The editor did not refresh', error);
  if (codeLens?.refreshSupport === true) connection.sendRequest(CodeLensRefreshRequest.type).catch(log);
  if (inlayHint?.refreshSupport === true) connection.languages.inlayHint.refresh().catch(log);
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): string[] {
  return (workspaceFolders ?? (rootUri === null ? [] : [{ uri: rootUri }])).map(pathOfFolder);
}

function pathOfFolder({ uri }: { readonly uri: string }): string {
  return pathOf(uri);
}
