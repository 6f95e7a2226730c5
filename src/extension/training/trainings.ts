/** Starts trainings as tasks, and shows the panel of each as soon as its run is there. */
import { basename } from 'node:path';
import {
  commands,
  Disposable,
  type LogOutputChannel,
  type Task,
  type TaskExecution,
  type Terminal,
  tasks,
  Uri,
  window,
  workspace,
} from 'vscode';
import { runsDirectory } from '../../runs/layout';
import { ownerOf } from '../../runs/lock';
import type { LanguageServer } from '../client/server';
import type { Report } from '../report';
import { refuseUntrusted } from '../trust';
import { beganAfter, type Linked, linkRun } from './link';
import { createRefusals } from './refusals';
import { TASK_TYPE, type TrainingRequest, variableIn } from './request';
import type { Runs } from './runs';
import { createTaskProvider, requestOf, taskOf } from './task';
import { writeProblem } from './writable';

export interface Trainings extends Disposable {
  /** In a workspace that is not trusted it only says why not. What can't be started says so to the person, too. */
  start(request: TrainingRequest): Promise<void>;
  /** Brings up the terminal that trains this run; false: it is not of this window. */
  showTerminal(directory: string): boolean;
  /** Whether a task of this window trains it. */
  isHere(directory: string): boolean;
  /** Ends that task, and with it the process: one that hangs after some seconds, and then without a last checkpoint. */
  terminate(directory: string): void;
}

export interface TrainingsOptions {
  readonly extensionUri: Uri;
  readonly log: LogOutputChannel;
  readonly report: Report;
  readonly server: LanguageServer;
  readonly runs: Runs;
  /** Shows the run with this directory. */
  readonly show: (directory: string) => void;
}

/** A task of ours, from when its process is known until its terminal is closed. */
interface Underway extends Linked {
  readonly execution: TaskExecution;
  terminal?: Terminal | undefined;
  /** The directory of its run, once that is there. */
  directory?: string;
  /** It was there before this window, which is one that was loaded again. */
  isOlder?: boolean;
  ended: boolean;
}

export function createTrainings({ extensionUri, log, report, server, runs, show }: TrainingsOptions): Trainings {
  const cli = Uri.joinPath(extensionUri, 'dist/cli.js').fsPath;
  const opened = Date.now();
  const refusals = createRefusals();
  let underway: readonly Underway[] = [];

  async function start(request: TrainingRequest): Promise<void> {
    if (!workspace.isTrusted) {
      return refuseUntrusted('Training is off in Restricted Mode: it starts a program and writes files into this folder.');
    }
    const problem = variableIn(request) ?? writeProblem(runsDirectory(request.file));
    if (problem !== undefined) return report(`The training can't be started. ${problem}`);
    // What is trained is what the file says on disk.
    if (request.resume === undefined && !(await save(request.file))) return;
    const task = await makeTask(request);
    if (task !== undefined) await tasks.executeTask(task);
  }

  async function save(file: string): Promise<boolean> {
    try {
      const document = await workspace.openTextDocument(Uri.file(file));
      // One that is read-only says no, though there is nothing to save.
      return !document.isDirty || (await document.save());
    } catch (error) {
      report(`${file} can't be read. Was it moved or deleted?`, error);
      return false;
    }
  }

  async function makeTask(request: TrainingRequest): Promise<Task | undefined> {
    const known = await server.trainings({ uris: [Uri.file(request.file).toString()] });
    const training = request.training === undefined && known.length === 1 ? known[0] : undefined;
    const model = (training ?? known.find(({ name }) => name === request.training))?.model;
    const name = training?.name;
    try {
      return await taskOf({ ...request, ...(name !== undefined && { training: name }) }, cli, model);
    } catch (error) {
      report(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  async function begun(execution: TaskExecution, pid: number | undefined): Promise<void> {
    if (execution.task.definition.type !== TASK_TYPE) return;
    const request = requestOf(execution.task);
    if (typeof request === 'string') return;
    const one: Underway = {
      execution,
      file: request.file,
      pid,
      ...(request.resume !== undefined && { resumed: request.resume }),
      since: Date.now(),
      ended: false,
    };
    underway = [...underway.filter((other) => other.execution !== execution), one];
    refusals.forget(request.file);
    runs.include(Uri.file(request.file));
    link(one);
    one.terminal = await terminalOf(pid);
  }

  function link(one: Underway): void {
    if (one.directory !== undefined) return;
    const others = underway.filter((other) => other !== one);
    const directory = linkRun(one, runs.all, others);
    if (directory === undefined) return;
    one.directory = directory;
    one.isOlder = !beganAfter(directory, opened);
    // Its panel was shown in the window before the reload, and comes back by itself.
    const isWanted = workspace.getConfiguration('modelwright').get('training.showPanel', true);
    if (isWanted && !one.isOlder) show(directory);
  }

  function ended(execution: TaskExecution, exitCode: number | undefined): void {
    const one = underway.find((other) => other.execution === execution);
    if (one === undefined || one.ended) return;
    runs.include(Uri.file(one.file));
    link(one);
    one.ended = true;
    // VS Code 1.139 gives the terminal of such a task to the next of that name, and then starts nothing in it.
    if (one.isOlder) one.terminal?.dispose();
    // Without a code it was ended from outside, which needs no words.
    if (one.directory !== undefined || exitCode === undefined || exitCode === 0) return;
    one.terminal?.show(true);
    const refusal = refusals.take(execution.task);
    const message = `The training of ${basename(one.file)} did not start. ${refusal?.message ?? 'The terminal says why.'}`;
    const setUp = { title: 'Set Up TensorFlow', run: () => commands.executeCommand('modelwright.setUpEngine') };
    const showTerminal = { title: 'Show Terminal', run: () => one.terminal?.show() };
    report(message, undefined, ...(refusal?.engine === true ? [setUp] : []), showTerminal);
  }

  const listening = Disposable.from(
    refusals,
    tasks.registerTaskProvider(TASK_TYPE, createTaskProvider({ cli, server, log })),
    tasks.onDidStartTaskProcess(({ execution, processId }) => void begun(execution, processId)),
    tasks.onDidEndTaskProcess(({ execution, exitCode }) => ended(execution, exitCode)),
    runs.onDidChange(() => {
      for (const one of underway) if (!one.ended) link(one);
    }),
    window.onDidCloseTerminal((closed) => {
      underway = underway.filter(({ terminal, ended }) => !ended || terminal !== closed);
    }),
  );
  for (const execution of tasks.taskExecutions) void begun(execution, undefined);

  const of = (directory: string): Underway | undefined => underway.findLast((one) => one.directory === directory);
  return {
    start,
    showTerminal(directory) {
      const terminal = of(directory)?.terminal;
      terminal?.show();
      return terminal !== undefined;
    },
    isHere: (directory) => of(directory)?.ended === false,
    terminate(directory) {
      const one = of(directory);
      if (one === undefined || one.ended) return;
      const pid = ownerOf(directory);
      one.execution.terminate();
      setTimeout(() => killOwner(directory, pid), GRACE_MS);
    },
    dispose: () => listening.dispose(),
  };
}

/** Within which a process that was told to end saves its last checkpoint. */
const GRACE_MS = 10_000;

/** VS Code only sends a signal, which a process that hangs never hears. Another one may have gone on with the run meanwhile. */
function killOwner(directory: string, pid: number | undefined): void {
  try {
    if (pid !== undefined && ownerOf(directory) === pid) process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

async function terminalOf(pid: number | undefined): Promise<Terminal | undefined> {
  if (pid === undefined) return undefined;
  for (const terminal of window.terminals) if ((await terminal.processId) === pid) return terminal;
  return undefined;
}
