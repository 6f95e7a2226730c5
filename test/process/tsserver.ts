/** TypeScript's own server, started as VS Code starts it, with the plugin of an extension that lies in a folder of its own. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type ts from 'typescript/lib/tsserverlibrary';

const root = fileURLToPath(new URL('../../', import.meta.url));
const PLUGIN = 'modelwright-typescript-plugin';

type Body<T extends { readonly body?: unknown }> = NonNullable<T['body']>;

export interface TypeScriptServer {
  /** Files that are in the workspace before one is opened. */
  write(files: Readonly<Record<string, string>>): void;
  /** Opens a file with this text; the `|` in it is the cursor. */
  open(name: string, marked: string): Promise<OpenFile>;
  close(): void;
}

export interface OpenFile {
  /** `2353 «unitz» Object literal may ...` */
  diagnostics(): Promise<string[]>;
  completions(): Promise<Body<ts.server.protocol.CompletionInfoResponse>['entries']>;
  /** What accepting a completion changes elsewhere in the file. */
  edits(name: string): Promise<string[]>;
  hover(): Promise<Body<ts.server.protocol.QuickInfoResponse> | undefined>;
  definition(): Promise<string[]>;
}

export function startTypeScript(): TypeScriptServer {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'modelwright-typescript-')));
  const [extension, workspace] = [join(home, 'extension'), join(home, 'workspace')];
  cpSync(join(root, 'node_modules', PLUGIN), join(extension, 'node_modules', PLUGIN), { recursive: true });
  mkdirSync(workspace);
  const server = join(root, 'node_modules/typescript/lib/tsserver.js');
  const flags = ['--globalPlugins', PLUGIN, '--pluginProbeLocations', extension, '--disableAutomaticTypingAcquisition'];
  const child = spawn(process.execPath, [server, ...flags, '--suppressDiagnosticEvents'], { stdio: ['pipe', 'pipe', 'inherit'] });

  const waiting = new Map<number, (body: unknown) => void>();
  let received = Buffer.alloc(0);
  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(received.toString('latin1', 0, 60));
      const end = (header?.[0].length ?? 0) + Number(header?.[1]);
      if (header === null || received.length < end) return;
      const message = JSON.parse(received.toString('utf8', header[0].length, end));
      received = received.subarray(end);
      if (message.type === 'response') waiting.get(message.request_seq)?.(message.body);
    }
  });

  let seq = 0;
  const send = (command: string, args: object): number => {
    seq += 1;
    child.stdin.write(`${JSON.stringify({ seq, type: 'request', command, arguments: args })}\n`);
    return seq;
  };
  const ask = <T extends { readonly body?: unknown }>(command: string, args: object): Promise<T['body']> =>
    new Promise((answer) => waiting.set(send(command, args), answer));

  const preferences = { includeCompletionsForModuleExports: true, includeCompletionsWithInsertText: true };
  send('configure', { hostInfo: 'vscode', preferences });
  // As VS Code sets them for files without a tsconfig.json.
  send('compilerOptionsForInferredProjects', { options: { module: 'ESNext', moduleResolution: 'Bundler', target: 'ES2022' } });

  return {
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(workspace, name)), { recursive: true });
        writeFileSync(join(workspace, name), text);
      }
    },
    async open(name, marked) {
      const file = join(workspace, name);
      const before = marked.split('|')[0] ?? '';
      const place = { file, line: before.split('\n').length, offset: before.length - before.lastIndexOf('\n') };
      const text = marked.replace('|', '');
      send('open', { file, fileContent: text, scriptKindName: 'TS', projectRootPath: workspace });
      const complete = { ...place, includeExternalModuleExports: true };
      return {
        async diagnostics() {
          const found = await ask<ts.server.protocol.SemanticDiagnosticsSyncResponse>('semanticDiagnosticsSync', { file });
          return (found ?? []).flatMap((item) => ('text' in item ? [describe(text, item)] : []));
        },
        completions: async () =>
          (await ask<ts.server.protocol.CompletionInfoResponse>('completionInfo', complete))?.entries ?? [],
        async edits(wanted) {
          const entries = (await ask<ts.server.protocol.CompletionInfoResponse>('completionInfo', complete))?.entries ?? [];
          const chosen = entries.find((entry) => entry.name === wanted);
          const entryNames = [{ name: wanted, source: chosen?.source, data: chosen?.data }];
          const details = await ask<ts.server.protocol.CompletionDetailsResponse>('completionEntryDetails', {
            ...place,
            entryNames,
          });
          const actions = details?.[0]?.codeActions ?? [];
          return actions.flatMap(({ changes }) =>
            changes.flatMap(({ textChanges }) => textChanges.map(({ newText }) => newText)),
          );
        },
        hover: () => ask<ts.server.protocol.QuickInfoResponse>('quickinfo', place),
        definition: async () =>
          ((await ask<ts.server.protocol.DefinitionResponse>('definition', place)) ?? []).map((found) => found.file),
      };
    },
    close() {
      child.kill();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function describe(text: string, { start, end, code, text: message }: ts.server.protocol.Diagnostic): string {
  const line = text.split('\n')[start.line - 1] ?? '';
  return `${code} «${line.slice(start.offset - 1, end.offset - 1)}» ${message}`;
}
