/** The panels that show runs: opens them, and brings them back after a reload. */
import { Disposable, type Event, EventEmitter, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import { isTrainingState } from '../../protocol/training';
import { createTrainingPanel, type Surroundings, type TrainingPanel } from './panel';

const VIEW_TYPE = 'modelwright.training';

export interface Panels extends Disposable {
  /** Of the run with this directory: the panel that is there, or a new one beside. `compare`: id of a run to lay over it. */
  show(directory: string, options?: { readonly compare?: string }): void;
  /** Directory of the run whose panel is active. */
  readonly active: string | undefined;
  /** Another panel is active, or none is any more. */
  readonly onDidChangeActive: Event<void>;
}

export function createPanels(around: Surroundings): Panels {
  const panels = new Set<TrainingPanel>();
  const activity = new EventEmitter<void>();

  function add(panel: WebviewPanel, directory: string, compared: string | undefined): void {
    const one = createTrainingPanel(panel, directory, compared, around);
    panels.add(one);
    panel.onDidChangeViewState(() => activity.fire());
    panel.onDidDispose(() => {
      panels.delete(one);
      activity.fire();
    });
  }

  /** Where the others are, unless that is where a person writes. */
  function columnBeside(): ViewColumn {
    const columns = [...panels].flatMap(({ panel }) => panel.viewColumn ?? []);
    return columns.find((column) => column !== window.tabGroups.activeTabGroup.viewColumn) ?? ViewColumn.Beside;
  }

  function refresh(): void {
    for (const panel of panels) panel.refresh();
  }

  const listening = Disposable.from(
    activity,
    around.runs.onDidChange(refresh),
    // Whether a run is of the file as it is now.
    workspace.onDidSaveTextDocument(refresh),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, state) {
        if (isTrainingState(state)) return add(panel, state.directory, state.compared);
        around.log.warn('The panel of a training could not be brought back: what it kept is not of this version.');
        panel.dispose();
      },
    }),
  );

  return {
    show(directory, { compare } = {}) {
      const existing = [...panels].find((panel) => panel.directory === directory);
      if (existing !== undefined) {
        if (compare !== undefined) existing.compare(compare);
        existing.panel.reveal(undefined, true);
        return;
      }
      // Without retainContextWhenHidden: the page keeps its view by setState, and the run is read again.
      const panel = window.createWebviewPanel(VIEW_TYPE, 'Training', { viewColumn: columnBeside(), preserveFocus: true });
      add(panel, directory, compare);
    },
    get active() {
      return [...panels].find(({ panel }) => panel.active)?.directory;
    },
    onDidChangeActive: activity.event,
    dispose: () => listening.dispose(),
  };
}
