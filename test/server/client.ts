/** An editor with no window: the built language server in a process of its own, spoken to over its standard streams. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type Registration,
  type RegistrationParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { CONFIGURE, type ServerSettings } from '../../src/protocol/editor';

const server = fileURLToPath(new URL('../../dist/server.js', import.meta.url));

export const SETTINGS: ServerSettings = { v: 1, trusted: true, typescriptIsActive: false, inlayHints: true, codeLens: true };

export interface Client {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcess;
  readonly initialized: InitializeResult;
  /** All that was published, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** Lines of the server's log. */
  readonly logged: readonly string[];
  /** Requests of the server to the editor. */
  readonly asked: readonly string[];
  /** What it asked to be told of later, and for which files. */
  readonly registered: readonly Registration[];
  open(file: string, text: string): Document;
  uri(file: string): string;
  request<T>(method: string, params: unknown): Promise<T>;
  notify(method: string, params: unknown): void;
  /** The first publication from now on, or before, that is as wanted. */
  publication(uri: string, wanted?: (published: PublishDiagnosticsParams) => boolean): Promise<PublishDiagnosticsParams>;
}

export interface Document {
  readonly uri: string;
  text(): string;
  /** Replaces the first occurrence, as an edit of just these characters. */
  replace(old: string, by: string): void;
  /** What is published for the text as it is now. */
  diagnostics(): Promise<readonly Diagnostic[]>;
  close(): void;
  /** The place of the first occurrence, or of a `part` of it. */
  range(of: string, part?: string): Range;
}

interface Options {
  readonly files?: Readonly<Record<string, string>>;
  readonly settings?: unknown;
  readonly capabilities?: ClientCapabilities;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of the workspace inside the temporary one. */
  readonly workspace?: string;
}

function folder(files: Readonly<Record<string, string>>): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-server-')));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** Ends, and its folder is gone, with the test, or `atEnd` of several. */
export async function startClient(options: Options = {}, atEnd: (end: () => void) => void = onTestFinished): Promise<Client> {
  const { files = {}, settings = SETTINGS, capabilities = {}, env = {}, workspace = '' } = options;
  const root = folder(files);
  const child = spawn(process.execPath, [server, '--stdio'], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  atEnd(() => {
    connection.dispose();
    child.kill();
    rmSync(root, { recursive: true, force: true });
  });
  const published: PublishDiagnosticsParams[] = [];
  const logged: string[] = [];
  const asked: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    published.push(params);
    for (const look of waiting) look();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => void logged.push(message));
  for (const method of ['workspace/codeLens/refresh', 'workspace/inlayHint/refresh']) {
    connection.onRequest(method, () => void asked.push(method));
  }
  const registered: Registration[] = [];
  connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    registered.push(...registrations);
  });
  connection.listen();
  const uri = (file: string): string => pathToFileURL(join(root, file)).href;
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: [{ uri: uri(workspace), name: 'workspace' }],
    capabilities,
    initializationOptions: settings,
  });
  await connection.sendNotification('initialized', {});

  const publication: Client['publication'] = (of, wanted = () => true) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = published.find((one) => one.uri === of && wanted(one));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });

  return {
    connection,
    child,
    initialized,
    published,
    logged,
    asked,
    registered,
    uri,
    publication,
    request: (method, params) => connection.sendRequest(method, params),
    notify: (method, params) => send(connection, method, params),
    open: (file, text) => openDocument(connection, isUri(file) ? file : uri(file), text, publication),
  };
}

/**
 * One server for the tests of a file that need none of their own, as in an editor. Each begins with the first settings and in a
 * folder of its own, and closes what it opened.
 */
export function sharedClient(options: Options = {}): () => Promise<Client> {
  const ends: (() => void)[] = [];
  let started: Promise<Client> | undefined;
  let tests = 0;
  afterAll(() => {
    for (const end of ends) end();
  });
  return async () => {
    started ??= startClient(options, (end) => ends.push(end));
    const client = await started;
    client.notify(CONFIGURE, options.settings ?? SETTINGS);
    tests += 1;
    const own = tests;
    const inOwn = (file: string): string => (isUri(file) ? file : `test-${own}/${file}`);
    return {
      ...client,
      uri: (file) => client.uri(inOwn(file)),
      open(file, text) {
        const document = client.open(inOwn(file), text);
        onTestFinished(document.close);
        return document;
      },
    };
  };
}

const isUri = (file: string): boolean => /^\w+:/.test(file);

function openDocument(connection: ProtocolConnection, uri: string, opened: string, publication: Client['publication']): Document {
  let [text, version] = [opened, 1];
  const notify = (what: string, params: object): void => send(connection, `textDocument/did${what}`, params);
  notify('Open', { textDocument: { uri, languageId: 'typescript', version, text } });
  return {
    uri,
    text: () => text,
    replace(old, by) {
      const range = rangeIn(text, old);
      text = text.replace(old, () => by);
      version += 1;
      notify('Change', { textDocument: { uri, version }, contentChanges: [{ range, text: by }] });
    },
    async diagnostics() {
      const { diagnostics } = await publication(uri, (one) => one.version === version);
      return diagnostics;
    },
    close: () => notify('Close', { textDocument: { uri } }),
    range: (of, part) => rangeIn(text, of, part),
  };
}

/** What is still on its way when a test is over may get lost. */
const send = (connection: ProtocolConnection, method: string, params: unknown): void =>
  void connection.sendNotification(method, params).catch(() => {});

function rangeIn(text: string, of: string, part = of): Range {
  const start = text.indexOf(of) + of.indexOf(part);
  if (!text.includes(of) || !of.includes(part)) throw new Error(`There is no '${of}' with '${part}' in the text.`);
  return { start: positionAt(text, start), end: positionAt(text, start + part.length) };
}

function positionAt(text: string, offset: number): Range['start'] {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** `rule «marked text»`, for each. */
export const briefly = (document: Document, diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, range }) => `${code} «${textIn(document.text(), range)}»`);

function textIn(text: string, { start, end }: Range): string {
  const lines = text.split('\n').slice(start.line, end.line + 1);
  lines[lines.length - 1] = (lines.at(-1) ?? '').slice(0, end.character);
  lines[0] = (lines[0] ?? '').slice(start.character);
  return lines.join('\n');
}
