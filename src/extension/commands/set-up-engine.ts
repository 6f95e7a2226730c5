import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, Uri, workspace } from 'vscode';
import { findNode } from '../training/node';
import { refuseUntrusted } from '../trust';
import type { Command } from './command';

/** Installs a TensorFlow runtime, as `modelwright runtime install` does, in a terminal of its own. */
export const setUpEngine: Command = {
  async run({ extensionUri, report }) {
    if (!workspace.isTrusted) {
      return refuseUntrusted('Nothing is installed in Restricted Mode: that starts programs which load files from the network.');
    }
    const task = await taskOf(Uri.joinPath(extensionUri, 'dist/cli.js').fsPath).catch((error) =>
      report(error instanceof Error ? error.message : String(error)),
    );
    if (task) await tasks.executeTask(task);
  },
  failed: "TensorFlow can't be set up.",
};

/** Throws a text for people where there is no Node.js. */
async function taskOf(cli: string): Promise<Task> {
  const node = await findNode(workspace.getConfiguration('modelwright').get('training.node', ''));
  const execution = new ProcessExecution(node.command, [cli, 'runtime', 'install'], { env: { ...node.env } });
  // No training, so that it is not of our task type.
  const definition = { type: 'modelwright.setUp' };
  const task = new Task(definition, TaskScope.Workspace, 'Set Up TensorFlow Engine', 'Modelwright', execution);
  task.presentationOptions = { reveal: TaskRevealKind.Always, panel: TaskPanelKind.Dedicated, showReuseMessage: false };
  return task;
}
