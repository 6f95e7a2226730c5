/** One panel with one run, and maybe another laid over it. It knows nothing of other panels. */
import { basename, dirname, join } from 'node:path';
import { commands, type LogOutputChannel, Uri, type WebviewPanel, window, workspace } from 'vscode';
import { type FromTraining, isFromTraining, type OpenTarget, type RunInfo, type ToTraining } from '../../protocol/training';
import { clockText } from '../../protocol/when';
import { RunError } from '../../runs/error';
import { modelFileOf } from '../../runs/layout';
import { readGraph } from '../../runs/read';
import type { Report } from '../report';
import { pagePartsOf } from '../webview';
import { createFeed, type Feed } from './feed';
import { trainingHtml } from './html';
import { describeRun, wholeRun } from './info';
import { revealInSource } from './reveal';
import type { Runs } from './runs';
import { tellTraining, waysOut } from './tell';
import type { Trainings } from './trainings';

export interface TrainingPanel {
  readonly panel: WebviewPanel;
  readonly directory: string;
  /** Lays the run with this id over it; undefined: none. */
  compare(id: string | undefined): void;
  /** The runs, or files that they were made of, have changed. */
  refresh(): void;
}

export interface Surroundings {
  readonly extensionUri: Uri;
  readonly runs: Runs;
  /** Asked for when one is to be started: trainings show panels, too. */
  readonly trainings: () => Trainings;
  readonly report: Report;
  readonly log: LogOutputChannel;
}

/** Ten times a second while there is something to see. */
const LIVE_MS = 100;
const AT_REST_MS = 1000;

export function createTrainingPanel(
  panel: WebviewPanel,
  directory: string,
  compared: string | undefined,
  around: Surroundings,
): TrainingPanel {
  /** The page listens. It ends whenever the panel is hidden: the page comes back empty, and asks again. */
  let ready = false;
  let timer: NodeJS.Timeout | undefined;
  let failed = false;
  const post = (message: ToTraining): void => {
    if (ready && panel.visible) void panel.webview.postMessage(message);
  };
  let own = ownFeed();
  let other = compared === undefined ? undefined : feedBeside(compared);

  function ownFeed(): Feed {
    return feedOf(directory, ({ name, model, created }) => {
      // Two runs of one model are told apart by when they began.
      panel.title = name || `${model} ${clockText(created)}`;
    });
  }

  function feedOf(directory: string, told?: (run: RunInfo) => void): Feed {
    const describe = () => {
      const description = describeRun(directory);
      return () => description(around.runs.all, Date.now());
    };
    return createFeed({ directory, describe, post, ...(told && { told }) });
  }

  /** The page chooses among names that it was given, but what it says is no path. */
  function feedBeside(id: string): Feed | undefined {
    const isName = id !== '' && basename(id) === id && !id.startsWith('.') && id !== basename(directory);
    return isName ? feedOf(join(dirname(directory), id)) : undefined;
  }

  function each(work: (feed: Feed) => void): void {
    if (!ready || !panel.visible) return;
    try {
      work(own);
      // A page takes the first run that it is told of for the one that it shows.
      if (other !== undefined && !own.isLost) work(other);
    } catch (error) {
      // What fails here fails again at every look.
      if (!failed) around.log.error(`The run ${directory} can't be followed`, error instanceof Error ? error : String(error));
      failed = true;
    }
  }

  const look = (): void => each((feed) => feed.look());

  function wait(): void {
    const isLive = own.isLive || other?.isLive === true;
    const again = (): void => {
      look();
      wait();
    };
    timer = setTimeout(again, isLive ? LIVE_MS : AT_REST_MS);
  }

  function rest(): void {
    ready = false;
    clearTimeout(timer);
  }

  function compare(id: string | undefined): void {
    other = id === undefined ? undefined : feedBeside(id);
    if (other === undefined) post({ type: 'alone' });
    else look();
  }

  async function answer(message: FromTraining): Promise<void> {
    switch (message.type) {
      case 'ready':
        rest();
        ready = true;
        own = ownFeed();
        other &&= feedOf(other.directory);
        look();
        return wait();
      case 'taken':
        return each((feed) => basename(feed.directory) === message.id && feed.taken());
      case 'control':
        return control(message);
      case 'continue':
        return commands.executeCommand('modelwright.continueRun', directory);
      case 'again':
        return commands.executeCommand('modelwright.trainAgain', directory);
      case 'reveal':
        return reveal(message.layer);
      case 'compare':
        return compare(message.id);
      case 'open':
        return open(message.what);
    }
  }

  async function control({ action, value }: Extract<FromTraining, { type: 'control' }>): Promise<void> {
    const told = { action, ...(value !== undefined && { value }) };
    try {
      const { text } = await tellTraining(directory, told);
      post({ type: 'told', ok: true, text });
    } catch (error) {
      // The page waits for an answer, whatever it is.
      post({ type: 'told', ok: false, text: error instanceof Error ? error.message : String(error) });
      if (!(error instanceof RunError)) throw error;
      const ways = waysOut(around.trainings(), directory, told, error);
      if (ways.length > 0) around.report(error.message, undefined, ...ways);
    }
    look();
  }

  async function reveal(layer: string | undefined): Promise<void> {
    const { record } = wholeRun(directory);
    const { data } = record.settings;
    const place = layer === undefined ? data.location : readGraph(directory).layers.find(({ id }) => id === layer)?.location;
    if (place !== undefined) await revealInSource(directory, record, place, panel.viewColumn);
  }

  async function open(what: OpenTarget): Promise<void> {
    if (what === 'folder') return commands.executeCommand('modelwright.revealRun', directory);
    if (what === 'terminal') {
      if (around.trainings().showTerminal(directory)) return;
      return void window.showInformationMessage('This run was not started in this window, so that it has no terminal here.');
    }
    const document = await workspace.openTextDocument(modelFileOf(directory, wholeRun(directory).record));
    await window.showTextDocument(document);
  }

  panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(around.extensionUri, 'dist/webview')] };
  panel.webview.onDidReceiveMessage((message: unknown) => {
    if (!isFromTraining(message)) return around.log.warn('The page of a training said what is not understood.');
    return answer(message).catch((error) => around.report(FAILED[message.type] ?? FAILED_OTHERWISE, error));
  });
  panel.onDidChangeViewState(() => {
    if (!panel.visible) rest();
  });
  panel.onDidDispose(rest);
  // So that its project is watched: it may lie outside of the workspace.
  around.runs.find(directory);
  panel.webview.html = trainingHtml(pagePartsOf(panel.webview, around.extensionUri, 'training'));

  return { panel, directory, compare, refresh: () => each((feed) => feed.refresh()) };
}

const FAILED: { readonly [Type in FromTraining['type']]?: string } = {
  control: 'The training could not be reached. Its terminal may say why.',
  reveal: "The place in the file can't be shown. Was the file moved or deleted?",
  open: "That can't be opened. Was it moved or deleted?",
};
const FAILED_OTHERWISE = 'The panel failed. Close it and open it again.';
