/** A training as a task of VS Code, and the provider that offers one for each training of the workspace. */
import { isAbsolute, relative, sep } from 'node:path';
import {
  type LogOutputChannel,
  ProcessExecution,
  Task,
  TaskPanelKind,
  type TaskProvider,
  TaskRevealKind,
  TaskScope,
  Uri,
  type WorkspaceFolder,
  workspace,
} from 'vscode';
import type { KnownTraining } from '../../protocol/editor';
import type { LanguageServer } from '../client/server';
import { findModelFiles } from './model-files';
import { findNode } from './node';
import { refusalVariable } from './refusals';
import {
  argumentsOf,
  folderOf,
  readRequest,
  TASK_TYPE,
  type TrainingRequest,
  taskName,
  variableIn,
  withSettings,
} from './request';

export interface TaskOptions {
  /** Path of the command line's bundle. */
  readonly cli: string;
  readonly server: LanguageServer;
  readonly log: LogOutputChannel;
}

/** Of a task, by which VS Code knows it again. */
type Identity = Pick<Task, 'definition' | 'scope' | 'name'>;

/** `model` is that of the training. Throws a text for people where there is no Node.js. */
export async function taskOf(request: TrainingRequest, cli: string, model?: string): Promise<Task> {
  const folder = workspace.getWorkspaceFolder(Uri.file(request.file));
  const { file, ...options } = request;
  const definition = { type: TASK_TYPE, file: folder === undefined ? file : inFolder(folder, file), ...options };
  // VS Code comes back to a process after a reload only where the task belongs to a folder.
  return makeTask({ definition, scope: folder ?? TaskScope.Workspace, name: taskName(request, model) }, request, cli);
}

const inFolder = ({ uri }: WorkspaceFolder, file: string): string => {
  const path = relative(uri.fsPath, file);
  return isAbsolute(path) ? file : path.split(sep).join('/');
};

async function makeTask({ definition, scope, name }: Identity, request: TrainingRequest, cli: string): Promise<Task> {
  const settings = workspace.getConfiguration('modelwright.training', Uri.file(request.file));
  const whole = withSettings(request, { engine: settings.get('engine', 'auto'), device: settings.get('device', 'auto') });
  const variable = variableIn(whole);
  if (variable !== undefined) throw new Error(variable);
  const node = await findNode(settings.get('node', ''));
  // No shell takes part, so that a name stays one argument whatever it holds.
  const execution = new ProcessExecution(node.command, [cli, ...argumentsOf(whole)], {
    cwd: folderOf(request.file),
    env: { ...node.env, ...refusalVariable() },
  });
  const task = new Task(definition, scope ?? TaskScope.Workspace, name, 'Modelwright', execution, '$modelwright');
  // It is not ended with the window, and found again afterwards.
  task.isBackground = true;
  task.presentationOptions = {
    // A stop and a divergence end with a code other than 0, at which Silent would put the terminal over their curves.
    reveal: TaskRevealKind.Never,
    panel: TaskPanelKind.Dedicated,
    showReuseMessage: false,
    clear: true,
  };
  return task;
}

/** The request of a task that was made here or stands in `tasks.json`; a text: what is wrong with it. */
export function requestOf({ definition, scope }: Task): TrainingRequest | string {
  const folder = typeof scope === 'object' ? scope : undefined;
  return readRequest(definition, folder?.uri.fsPath);
}

/** Files that are asked for their trainings. */
const MOST_FILES = 50;

export const createTaskProvider = ({ cli, server, log }: TaskOptions): TaskProvider => ({
  async provideTasks() {
    const files = await findModelFiles(MOST_FILES);
    const known = await server.trainings({ uris: files.filter(({ scheme }) => scheme === 'file').map(String) });
    const requests = known.map((one) => ({ request: requestFor(one), model: one.model }));
    const offered = requests.filter(({ request }) => variableIn(request) === undefined);
    return Promise.all(
      offered.map(async ({ request, model }) => {
        const task = await taskOf(request, cli, model);
        task.detail = workspace.asRelativePath(request.file);
        return task;
      }),
    );
  },
  async resolveTask(task) {
    const request = requestOf(task);
    try {
      if (typeof request === 'string') throw new Error(request);
      return await makeTask(task, request, cli);
    } catch (error) {
      // VS Code asks for all tasks whenever it lists them, so nobody need be told.
      log.warn(`The task “${task.name}” can't be started. ${error instanceof Error ? error.message : error}`);
      return undefined;
    }
  },
});

const requestFor = ({ uri, name }: KnownTraining): TrainingRequest => ({ file: Uri.parse(uri, true).fsPath, training: name });
