/** All panels: opens them, brings them back after a reload, and tells each what concerns it. */
import {
  Disposable,
  type ExtensionContext,
  type LogOutputChannel,
  type TextEditorSelectionChangeEvent,
  TextEditorSelectionChangeKind,
  Uri,
  ViewColumn,
  type WebviewPanel,
  window,
  workspace,
} from 'vscode';
import { isPreviewState, type PreviewState } from '../../protocol/preview';
import type { LanguageServer, ServerState } from '../client/server';
import { isModelFile } from '../model-file';
import type { Report } from '../report';
import { modelInTabs } from '../tabs';
import { createPreview, type Preview, type Surroundings, type Target } from './preview';
import { cursorOf, type Revealed } from './source';

const VIEW_TYPE = 'modelwright.preview';
/** In the workspace's memory: URIs of the files whose panels stay with them. */
const LOCKED = 'lockedPreviews';

export interface Previews extends Disposable {
  /** In the panel that follows the editor, or the file's own one. A new one comes up in `column`. */
  show(uri: Uri, model: string | undefined, column: ViewColumn): void;
  /** Of the panel that is active: whether it stays with its file or follows the editor. */
  toggleLock(): void;
}

export function createPreviews(
  context: ExtensionContext,
  server: LanguageServer,
  report: Report,
  log: LogOutputChannel,
): Previews {
  const previews = new Set<Preview>();
  let cursor = cursorOf(window.activeTextEditor);
  /** Where a click on a box has just put the cursor: the picture need not follow there. */
  let echo: Revealed | undefined;

  const around: Surroundings = {
    extensionUri: context.extensionUri,
    view: server.view,
    trouble: () => TROUBLE[server.state],
    cursor: () => cursor,
    report,
    log,
  };

  function add(panel: WebviewPanel, target: Target, locked: boolean): Preview {
    const preview = createPreview(panel, target, locked, around);
    previews.add(preview);
    preview.onDidReveal((place) => {
      echo = place;
    });
    panel.onDidDispose(() => {
      previews.delete(preview);
      rememberLocks();
    });
    server.start();
    return preview;
  }

  const rememberLocks = (): Thenable<void> =>
    context.workspaceState.update(
      LOCKED,
      [...previews].filter(({ locked }) => locked).map(({ target }) => target.uri.toString()),
    );

  function followCursor({ textEditor, kind }: TextEditorSelectionChangeEvent): void {
    const now = cursorOf(textEditor);
    if (now === undefined || textEditor !== window.activeTextEditor) return;
    cursor = now;
    const isEcho = echo?.selection.isEqual(textEditor.selection) === true && sameUri(echo.uri, now.uri);
    echo = undefined;
    const wanted = workspace.getConfiguration('modelwright').get('preview.scroll', 'always');
    const scroll = wanted === 'always' || (wanted === 'mouse' && kind === TextEditorSelectionChangeKind.Mouse);
    for (const preview of previews) preview.light(now, scroll && !isEcho);
  }

  const listening = Disposable.from(
    server.onDidCompile(({ uri }) => {
      for (const preview of previews) if (sameUri(preview.target.uri, Uri.parse(uri))) preview.refresh();
    }),
    server.onDidChangeState((state) => {
      const trouble = TROUBLE[state];
      for (const preview of previews) {
        if (trouble !== undefined) preview.stale(trouble);
        else if (state === 'running') preview.refresh();
      }
    }),
    window.onDidChangeActiveTextEditor((editor) => {
      cursor = cursorOf(editor) ?? cursor;
      if (editor === undefined || !isModelFile(editor.document)) return;
      for (const preview of previews) if (!preview.locked) preview.show(editor.document.uri);
    }),
    window.onDidChangeTextEditorSelection(followCursor),
    window.registerWebviewPanelSerializer(VIEW_TYPE, {
      async deserializeWebviewPanel(panel, state) {
        const target = isPreviewState(state) ? targetOf(state) : followed();
        if (target === undefined) {
          log.warn('A preview could not be brought back: what it kept is not of this version, and no model file is open.');
          return panel.dispose();
        }
        const locked = context.workspaceState.get<readonly string[]>(LOCKED, []).includes(target.uri.toString());
        add(panel, target, locked);
      },
    }),
  );

  return {
    show(uri, model, column) {
      const existing =
        [...previews].find(({ target }) => sameUri(target.uri, uri)) ?? [...previews].find(({ locked }) => !locked);
      if (existing !== undefined) {
        existing.show(uri, model);
        existing.panel.reveal(undefined, true);
        return;
      }
      // Without retainContextWhenHidden: the page keeps its view by setState, and one request brings the picture back.
      const panel = window.createWebviewPanel(VIEW_TYPE, '', { viewColumn: column, preserveFocus: column !== ViewColumn.Active });
      add(panel, { uri, open: [], ...(model !== undefined && { model }) }, false);
    },
    toggleLock() {
      const active = [...previews].find(({ panel }) => panel.active);
      if (active === undefined) return;
      active.locked = !active.locked;
      rememberLocks();
    },
    dispose: () => listening.dispose(),
  };
}

const targetOf = ({ uri, model, open }: PreviewState): Target => ({
  uri: Uri.parse(uri),
  open,
  ...(model !== undefined && { model }),
});

/** VS Code may have noted the panel, and not yet what its page kept, when the window ended. */
function followed(): Target | undefined {
  const uri = modelInTabs();
  return uri && { uri, open: [] };
}

/** What a person is told in place of a new picture. */
const TROUBLE: { readonly [State in ServerState]?: string } = {
  stopped: 'The language server has stopped and is being started again.',
  failed: 'The language server has stopped. Run “Modelwright: Restart Language Server”.',
};

const sameUri = (a: Uri, b: Uri): boolean => a.toString() === b.toString();
