/** The built language server in a process of its own, as an editor has it: spoken to over its standard streams. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

export interface Edited {
  /** Milliseconds from the change to the diagnostics. */
  readonly wall: number;
  /** The same of CPU, in all threads of the server, with what it still does afterwards; undefined: only Linux says it so exactly. */
  readonly cpu: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Server {
  /** Replaces the whole text by one that differs in one place: only that is sent. */
  edit(text: string): Promise<Edited>;
  close(): Promise<void>;
}

/** After the diagnostics: as long as a fast writer waits before the next key, for garbage and compilation in the background. */
const PAUSE = 40;

/** With one document open, in a workspace that is trusted. */
export async function startServer(file: string, text: string): Promise<Server> {
  const child = spawn(process.execPath, [resolve('dist/server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  const uri = pathToFileURL(resolve(file)).href;
  let published = (_: PublishDiagnosticsParams): void => {};
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => published(params));
  connection.listen();
  const folder = pathToFileURL(resolve('.')).href;
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder,
    workspaceFolders: [{ uri: folder, name: 'bench' }],
    capabilities: {},
    initializationOptions: { v: 1, trusted: true, typescriptIsActive: false, inlayHints: true, codeLens: true },
  });
  await connection.sendNotification('initialized', {});

  let version = 1;
  let before = text;
  const diagnosticsOf = (wanted: number): Promise<readonly Diagnostic[]> =>
    new Promise((done) => {
      published = ({ uri: of, version: now, diagnostics }) => {
        if (of === uri && now === wanted) done(diagnostics);
      };
    });
  const opened = diagnosticsOf(version);
  await connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version, text } });
  await opened;

  return {
    async edit(after) {
      version += 1;
      const answered = diagnosticsOf(version);
      const contentChanges = [changeBetween(before, after)];
      before = after;
      const cpu = cpuOf(child.pid);
      const started = performance.now();
      await connection.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
      const diagnostics = await answered;
      const wall = performance.now() - started;
      await new Promise((done) => setTimeout(done, PAUSE));
      const spent = cpuOf(child.pid);
      return { wall, cpu: cpu === undefined || spent === undefined ? undefined : spent - cpu, diagnostics };
    },
    async close() {
      const ended = new Promise((done) => child.once('exit', done));
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}

/** Milliseconds that the threads of a process have run so far. */
function cpuOf(pid: number | undefined): number | undefined {
  try {
    const tasks = `/proc/${pid}/task`;
    const times = readdirSync(tasks).map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]));
    return times.reduce((sum, time) => sum + time, 0) / 1e6;
  } catch {
    return undefined;
  }
}

function changeBetween(before: string, after: string): object {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const place = (offset: number): object => {
    const lines = before.slice(0, offset).split('\n');
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  return {
    range: { start: place(start), end: place(before.length - end) },
    text: after.slice(start, after.length - end),
  };
}
