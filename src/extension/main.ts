/** Activation: with the first TypeScript file, so cheap that it does not matter; the rest begins with the first model file. */
import { type ExtensionContext, type TextDocument, Uri, window, workspace } from 'vscode';
import { languageServer } from './client/server';
import { registerCommands } from './commands';
import { isModelFile } from './model-file';
import { createPreviews } from './preview/previews';
import { reportTo } from './report';
import { keepContexts } from './training/contexts';
import { showFindings } from './training/findings';
import { createPanels } from './training/panels';
import { createRuns } from './training/runs';
import { showStatus } from './training/status-bar';
import { createTrainings } from './training/trainings';
import { createRunsTree } from './training/tree';
import { offerTypes } from './types-fix';

export function activate(context: ExtensionContext): void {
  const { extensionUri } = context;
  const log = window.createOutputChannel('Modelwright', { log: true });
  const report = reportTo(log);
  const server = languageServer(Uri.joinPath(extensionUri, 'dist/server.js').fsPath, log, report);
  const previews = createPreviews(context, server, report, log);
  const runs = createRuns(log);
  const trainings = createTrainings({ extensionUri, log, report, server, runs, show: (directory) => panels.show(directory) });
  const panels = createPanels({ extensionUri, runs, trainings: () => trainings, report, log });
  const tree = createRunsTree(runs, panels.show);
  const commands = registerCommands({ extensionUri, log, report, server, previews, runs, trainings, panels, tree });
  const begin = (document: TextDocument): void => {
    if (!isModelFile(document)) return;
    server.start();
    runs.include(document.uri);
  };
  const opening = workspace.onDidOpenTextDocument(begin);
  // The log last: all others may still write to it.
  context.subscriptions.push(
    opening,
    commands,
    offerTypes(),
    showFindings(runs),
    showStatus(runs),
    keepContexts(runs, panels),
    tree,
    panels,
    trainings,
    runs,
    previews,
    server,
    log,
  );
  workspace.textDocuments.forEach(begin);
}
