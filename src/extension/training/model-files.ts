/** The model files of the workspace. */
import { commands, Disposable, type TreeView, type Uri, workspace } from 'vscode';

export const MODEL_FILES = '**/*.model.ts';

/** Without the copies in the directories of runs, which are nothing to train. */
export const findModelFiles = (most: number): Thenable<readonly Uri[]> =>
  workspace.findFiles(MODEL_FILES, '**/{node_modules,.modelwright}/**', most);

const CONTEXT = 'modelwright.hasModelFiles';

/** Whether there is one, for what the manifest says where there are no runs. From when the view is first seen. */
export function watchModelFiles(view: TreeView<unknown>): Disposable {
  const disposables: Disposable[] = [];
  let begun = false;

  async function look(): Promise<void> {
    const files = await findModelFiles(1);
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
