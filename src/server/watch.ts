/** Files that change outside the editor: imported modules, and data, whose columns and classes are compared with the models. */
import { type ClientCapabilities, DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import { pathOf } from './paths';
import type { Session } from './session';

const WATCHED = '**/*.{ts,csv,tsv,txt,npy,gz,idx,png,jpg,jpeg}';

/** What programs write, not people; a training writes all the time. */
const NOISE = /[\\/](node_modules|\.git|\.modelwright)[\\/]/;

export function watchFiles({ connection, filesChanged, log }: Session, { workspace }: ClientCapabilities): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const paths = changes.map(({ uri }) => pathOf(uri)).filter((path) => !NOISE.test(path));
    if (paths.length > 0) filesChanged(paths);
  });
  if (workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  connection.client
    .register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }] })
    .catch((error: unknown) => log('Files could not be watched', error));
}
