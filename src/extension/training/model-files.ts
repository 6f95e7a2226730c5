/** Whether the workspace has a model file, for what the manifest says where there are no runs. */
import { commands, Disposable, type TreeView, workspace } from 'vscode';

const CONTEXT = 'modelwright.hasModelFiles';
const MODEL_FILES = '**/*.model.ts';

/** From when the view is first seen. */
export function watchModelFiles(view: TreeView<unknown>): Disposable {
  const disposables: Disposable[] = [];
  let begun = false;

  async function look(): Promise<void> {
    const files = await workspace.findFiles(MODEL_FILES, '**/node_modules/**', 1);
    await commands.executeCommand('setContext', CONTEXT, files.length > 0);
  }

  function begin(): void {
    if (begun || !view.visible) return;
    begun = true;
    const watcher = workspace.createFileSystemWatcher(MODEL_FILES, false, true, false);
    disposables.push(watcher, watcher.onDidCreate(look), watcher.onDidDelete(look), workspace.onDidChangeWorkspaceFolders(look));
    void look();
  }

  disposables.push(view.onDidChangeVisibility(begin));
  begin();
  return new Disposable(() => {
    for (const one of disposables) one.dispose();
  });
}
