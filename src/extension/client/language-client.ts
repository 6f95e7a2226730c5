/** The language client, in a module of its own so that it is read only when there is a model file. */
import type { LogOutputChannel } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { serverSettings } from './settings';

/** `onClosed`: the server ended, and nobody had asked it to. */
export function createClient(module: string, log: LogOutputChannel, onClosed: () => void): LanguageClient {
  const run = { module, transport: TransportKind.ipc };
  const debug = { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } };
  return new QuietClient(
    'modelwright',
    'Modelwright',
    { run, debug },
    {
      // All of TypeScript: what a model file imports is read as it stands in the editor. The server offers features for model files only.
      documentSelector: [
        { language: 'typescript', scheme: 'file' },
        { language: 'typescript', scheme: 'untitled' },
      ],
      outputChannel: log,
      initializationOptions: serverSettings,
      // Both only keep the client from restarts of its own.
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed() {
          onClosed();
          return {
            action: CloseAction.DoNotRestart,
            handled: true,
            message: 'The connection to the language server was closed.',
          };
        },
      },
    },
  );
}

/** Tells of its failures in the log alone: whoever starts it says what a person must know. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
