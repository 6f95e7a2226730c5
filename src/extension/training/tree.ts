/** The view of runs: it follows the disk, and draws again only the rows that look different. */
import {
  commands,
  Disposable,
  EventEmitter,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  workspace,
} from 'vscode';
import { modelFileOf } from '../../runs/layout';
import type { Surveyed } from '../../runs/survey';
import { watchModelFiles } from './model-files';
import { isLive, type RunCondition } from './run-words';
import type { Runs } from './runs';
import { changedRows, type Row, treeOf, withoutProgress } from './tree-model';

const VIEW = 'modelwright.runs';
/**
 * A row that is drawn again loses its tooltip and the button that is being pressed. So how far a run is comes up in its row less
 * often than it is known, and not while somebody reads the tooltip.
 */
const PROGRESS_MS = 3000;
const READING_MS = 10_000;
/** Opens what is selected. Without an argument, because VS Code forgets those of a row for a moment when it is drawn again. */
const OPEN = 'modelwright.runs.open';

export interface RunsTree extends Disposable {
  /** Directories of the runs that are selected. */
  readonly selection: readonly string[];
}

/** `show`: opens the panel of the run with this directory. */
export function createRunsTree(runs: Runs, show: (directory: string) => void): RunsTree {
  /** Rows are known to VS Code by their ids. Undefined: all. */
  const changes = new EventEmitter<string[] | undefined>();
  /** Undefined until somebody looks: nothing is read for a view that was never opened. */
  let roots: readonly Row[] | undefined;
  let rows: ReadonlyMap<string, Row> = new Map();
  /** From when on progress may be drawn. */
  let progressDue = 0;
  let timer: NodeJS.Timeout | undefined;

  const view = window.createTreeView<string>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changes.event,
      getTreeItem: (id) => itemOf(rows.get(id), id),
      getChildren: (id) => (id === undefined ? take(current()) : (rows.get(id)?.children ?? [])).map((row) => row.id),
      resolveTreeItem(item, id) {
        item.tooltip = tooltipIn(rows.get(id));
        progressDue = Date.now() + READING_MS;
        return item;
      },
    },
    canSelectMany: true,
    showCollapseAll: true,
  });

  const current = (): readonly Row[] => treeOf(runs.all, { fileOf, shown });

  function take(taken: readonly Row[]): readonly Row[] {
    roots = taken;
    rows = new Map(taken.flatMap((row) => [row, ...row.children]).map((row) => [row.id, row]));
    progressDue = Date.now() + PROGRESS_MS;
    return taken;
  }

  function update(): void {
    const live = runs.all.filter(isLive).length;
    view.badge = live === 0 ? undefined : { value: live, tooltip: live === 1 ? '1 training' : `${live} trainings` };
    if (roots === undefined) return;
    const before = roots;
    const after = current();
    clearTimeout(timer);
    const changed = changedRows(before, after);
    if (changed?.length === 0) return;
    const early = progressDue - Date.now();
    if (early > 0 && changedRows(withoutProgress(before), withoutProgress(after))?.length === 0) {
      timer = setTimeout(update, early);
      return;
    }
    take(after);
    changes.fire(changed && [...changed]);
  }

  const disposables = Disposable.from(
    changes,
    view,
    watchModelFiles(view),
    runs.onDidChange(update),
    commands.registerCommand(OPEN, () => {
      const [directory] = view.selection;
      if (directory !== undefined) show(directory);
    }),
    // Days may have passed since it was last seen.
    view.onDidChangeVisibility(({ visible }) => {
      if (visible && roots !== undefined) update();
    }),
  );

  return {
    get selection() {
      return view.selection.filter((id) => runs.find(id) !== undefined);
    },
    dispose() {
      clearTimeout(timer);
      disposables.dispose();
    },
  };
}

const fileOf = (run: Surveyed): string | undefined => ('damage' in run ? undefined : modelFileOf(run.directory, run.record));

const shown = (path: string): string => workspace.asRelativePath(path);

/** `row`: undefined where VS Code asks for one that has just gone. */
function itemOf(row: Row | undefined, id: string): TreeItem {
  const item = new TreeItem(row?.label ?? '');
  item.id = id;
  if (row === undefined) return item;
  item.description = row.description;
  item.contextValue = row.context;
  if (row.children.length > 0) item.collapsibleState = TreeItemCollapsibleState.Expanded;
  if (row.file !== undefined) {
    item.resourceUri = Uri.file(row.file);
    item.iconPath = ThemeIcon.File;
  }
  if (row.condition !== undefined) {
    item.iconPath = iconOf(row.condition);
    item.accessibilityInformation = { label: [row.label, row.condition, row.description].join(', ') };
    if (row.condition !== 'damaged') item.command = { command: OPEN, title: '' };
  }
  return item;
}

const tooltipIn = (row: Row | undefined): string | MarkdownString | undefined =>
  row?.tooltip === undefined ? row?.file : new MarkdownString(row.tooltip);

const ICONS: { readonly [Condition in RunCondition]: readonly [icon: string, color: string] } = {
  starting: ['sync~spin', 'charts.blue'],
  running: ['pulse', 'charts.blue'],
  paused: ['debug-pause', 'charts.yellow'],
  done: ['pass', 'charts.green'],
  stopped: ['circle-slash', 'descriptionForeground'],
  failed: ['error', 'problemsErrorIcon.foreground'],
  diverged: ['error', 'problemsErrorIcon.foreground'],
  interrupted: ['question', 'problemsWarningIcon.foreground'],
  damaged: ['warning', 'problemsWarningIcon.foreground'],
};

function iconOf(condition: RunCondition): ThemeIcon {
  const [icon, color] = ICONS[condition];
  return new ThemeIcon(icon, new ThemeColor(color));
}
