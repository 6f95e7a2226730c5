/** The runs of all projects in the window, for whoever shows them. It begins to look when it is first asked, or with the first model file. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { type Disposable, type Event, EventEmitter, type LogOutputChannel, type Uri, workspace } from 'vscode';
import { runsDirectory } from '../../runs/layout';
import type { Surveyed } from '../../runs/survey';
import { type RunsWatch, watchRuns } from '../../runs/watch';
import { findModelFiles, MODEL_FILES } from './model-files';

export interface Runs extends Disposable {
  /** The newest first, damaged ones too. */
  readonly all: readonly Surveyed[];
  /** Some have come, gone or changed; while one is trained, about once a second. */
  readonly onDidChange: Event<void>;
  /** By the path of its directory. */
  find(directory: string): Surveyed | undefined;
  /** Also watches the project of this model file, and looks there now. */
  include(modelFile: Uri): void;
}

/** Model files that are looked for; in a folder with more, those that are opened count. */
const MOST_FILES = 500;

export function createRuns(log: LogOutputChannel): Runs {
  const changes = new EventEmitter<void>();
  /** By the directory of the runs. */
  const watches = new Map<string, RunsWatch>();
  const disposables: Disposable[] = [changes];
  let begun = false;
  let sorted: readonly Surveyed[] | undefined;

  function changed(): void {
    sorted = undefined;
    changes.fire();
  }

  /** The watch there; undefined: it was not watched yet. */
  function watch(directory: string): RunsWatch | undefined {
    const known = watches.get(directory);
    if (known === undefined) {
      watches.set(directory, watchRuns(directory, changed));
      changed();
    }
    return known;
  }

  function begin(): void {
    if (begun) return;
    begun = true;
    const files = workspace.createFileSystemWatcher(MODEL_FILES, false, true, true);
    disposables.push(
      files,
      files.onDidCreate(include),
      workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        leave(removed.map(({ uri }) => uri.fsPath));
        void search();
      }),
    );
    void search();
  }

  /** Projects in folders that were closed. One that a panel still shows comes back as soon as it is asked for. */
  function leave(folders: readonly string[]): void {
    for (const [directory, one] of watches) {
      if (!folders.some((folder) => directory.startsWith(join(folder, sep)))) continue;
      one.close();
      watches.delete(directory);
    }
    changed();
  }

  async function search(): Promise<void> {
    try {
      const files = await findModelFiles(MOST_FILES);
      for (const directory of new Set(files.filter(isOnDisk).map(({ fsPath }) => runsDirectory(fsPath)))) watch(directory);
    } catch (error) {
      log.warn('The model files of the workspace could not be listed.', error instanceof Error ? error : String(error));
    }
  }

  function include(file: Uri): void {
    begin();
    if (isOnDisk(file)) watch(runsDirectory(file.fsPath))?.look();
  }

  const all = (): readonly Surveyed[] => {
    begin();
    sorted ??= [...watches.values()].flatMap(({ runs }) => runs).sort((a, b) => (a.id < b.id ? 1 : -1));
    return sorted;
  };

  return {
    get all() {
      return all();
    },
    onDidChange: changes.event,
    find(directory) {
      const find = (): Surveyed | undefined => all().find((run) => run.directory === directory);
      const found = find();
      if (found !== undefined || !isRunDirectory(directory)) return found;
      // A panel that was brought back, before its project was found.
      watch(dirname(directory))?.look();
      return find();
    },
    include,
    dispose() {
      for (const one of watches.values()) one.close();
      watches.clear();
      for (const one of disposables) one.dispose();
    },
  };
}

/** The copies in the directories of runs are nothing to train. */
const isOnDisk = ({ scheme, path }: Uri): boolean => scheme === 'file' && !path.includes('/.modelwright/');

const isRunDirectory = (directory: string): boolean =>
  basename(dirname(directory)) === 'runs' && basename(dirname(dirname(directory))) === '.modelwright' && existsSync(directory);
