/** What the server has in its hands while it is connected to one editor: open documents, compiled models, settings. */
import { join } from 'node:path';
import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Compilation, createCompiler } from '../compiler/compile';
import type { Diagnostic } from '../ir/diagnostic';
import { COMPILED, type Compiled, isServerSettings, type ServerSettings } from '../protocol/editor';
import { toLsp } from './diagnostics';
import { createFindings } from './findings';
import { type CompiledModel, createModels, type Models } from './models';
import { isModelFile, pathOf, uriOf } from './paths';
import type { UriOf } from './places';
import { createHost } from './reading';

export interface Session {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly models: Models;
  /** As a file is on disk; undefined: it may not be read, or could not be compiled. Nothing is published. */
  compileFile(path: string): Promise<Compilation | undefined>;
  /** Of a file, those that are told: what TypeScript says where it is active is not. */
  told(path: string): readonly Diagnostic[];
  /** Folder of the bundles. */
  readonly dist: string;
  settings(): ServerSettings;
  /** Says so in the log where they are none. */
  configure(settings: unknown): void;
  /** Paths of workspace folders. */
  changeFolders(added: readonly string[], removed: readonly string[]): void;
  /** On disk. Of open documents the editor's text counts. */
  filesChanged(paths: readonly string[]): void;
  /** Open documents keep the URI that the editor has for them. */
  readonly uriOf: UriOf;
  log(what: string, error: unknown): void;
}

/** Until the editor says more, or if it never does. */
const CAREFUL: ServerSettings = { v: 1, trusted: false, typescriptIsActive: false, inlayHints: true, codeLens: true };

/** `refreshed` is called when lenses and hints may be others though the text of no open document changed. */
export function createSession(connection: Connection, dist: string, refreshed: () => void): Session {
  const documents = new TextDocuments(TextDocument);
  const findings = createFindings();
  const openUris = new Map<string, string>();
  let settings = CAREFUL;
  let folders: readonly string[] = [];

  const log = (what: string, error: unknown): void =>
    connection.console.error(`${what}: ${error instanceof Error ? error.message : error}`);
  const openUri: UriOf = (path) => openUris.get(path) ?? uriOf(path);
  const openDocument = (path: string): TextDocument | undefined => {
    const uri = openUris.get(path);
    return uri === undefined ? undefined : documents.get(uri);
  };
  const host = createHost(
    { openText: (path) => openDocument(path)?.getText(), trusted: () => settings.trusted, folders: () => folders },
    dist,
  );
  const compiler = createCompiler({ sandboxPath: join(dist, 'sandbox.js'), host });
  const told = (path: string): Diagnostic[] =>
    findings.of(path).filter(({ typescript = false }) => !(typescript && settings.typescriptIsActive));
  const publish = publisher(connection, {
    told,
    uriOf: openUri,
    versionOf: (path) => openDocument(path)?.version,
    dist,
  });

  const models = createModels({
    compiler,
    document: (uri) => documents.get(uri),
    onCompiled(model, before) {
      publish(findings.replace(model), model.path);
      const { uri, version } = model;
      void connection.sendNotification(COMPILED, { v: 1, uri, version } satisfies Compiled);
      if (before?.version === version && !drawsTheSame(before, model)) refreshed();
    },
    onFailed: (uri, error) => log(`${uri} could not be compiled`, error),
  });
  const compileAll = (): void => models.compile(models.all().map(({ uri }) => uri));
  /** Models that read one of these files, or may do so now. */
  const readersOf = (paths: readonly string[]): string[] => {
    const isData = paths.some((path) => !path.endsWith('.ts'));
    const reads = ({ path, compilation }: CompiledModel): boolean =>
      paths.some((changed) => changed !== path && compilation.files.includes(changed)) ||
      compilation.diagnostics.some(({ rule }) => rule === 'import-missing');
    return models.all().flatMap((model) => (isData || reads(model) ? [model.uri] : []));
  };

  documents.onDidOpen(({ document: { uri } }) => openUris.set(pathOf(uri), uri));
  documents.onDidChangeContent(({ document: { uri } }) => {
    models.compile([...readersOf([pathOf(uri)]), ...(isModelFile(uri) ? [uri] : [])]);
  });
  documents.onDidClose(({ document: { uri } }) => {
    const path = pathOf(uri);
    openUris.delete(path);
    models.close(uri);
    publish(findings.remove(path));
    models.compile(readersOf([path]));
  });
  documents.listen(connection);

  return {
    connection,
    documents,
    models,
    async compileFile(path) {
      const text = host.readFile(path);
      try {
        return text === undefined ? undefined : await compiler.compile(path, text);
      } catch (error) {
        log(`${path} could not be compiled`, error);
        return undefined;
      }
    },
    told,
    dist,
    settings: () => settings,
    configure(given) {
      if (!isServerSettings(given)) {
        log('The settings were not understood', JSON.stringify(given));
        return;
      }
      const before = settings;
      settings = given;
      if (before.trusted !== given.trusted) compileAll();
      else if (before.typescriptIsActive !== given.typescriptIsActive) publish(models.all().map(({ path }) => path));
      if (before.inlayHints !== given.inlayHints || before.codeLens !== given.codeLens || before.trusted !== given.trusted) {
        refreshed();
      }
    },
    changeFolders(added, removed) {
      folders = [...folders.filter((folder) => !removed.includes(folder)), ...added];
      if (!settings.trusted) compileAll();
    },
    filesChanged: (paths) => models.compile(readersOf(paths.filter((path) => !openUris.has(path)))),
    uriOf: openUri,
    log,
  };
}

interface PublisherOptions {
  readonly uriOf: UriOf;
  readonly dist: string;
  told(path: string): readonly Diagnostic[];
  versionOf(path: string): number | undefined;
}

/** Publishes what is known of some files; the one that was `compiled` in any case, others only if it is news. */
function publisher(connection: Connection, { uriOf, dist, told, versionOf }: PublisherOptions) {
  const last = new Map<string, string>();
  return (paths: readonly string[], compiled?: string): void => {
    for (const path of paths) {
      const diagnostics = told(path).map((finding) => toLsp(finding, uriOf, dist));
      const text = JSON.stringify(diagnostics);
      if (path !== compiled && (last.get(path) ?? '[]') === text) continue;
      if (diagnostics.length === 0) last.delete(path);
      else last.set(path, text);
      const version = versionOf(path);
      void connection.sendDiagnostics({ uri: uriOf(path), ...(version === undefined ? {} : { version }), diagnostics });
    }
  };
}

const drawsTheSame = (a: CompiledModel, b: CompiledModel): boolean =>
  JSON.stringify([a.compilation.networks, a.compilation.trainings]) ===
  JSON.stringify([b.compilation.networks, b.compilation.trainings]);
