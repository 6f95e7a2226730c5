/** One panel with the picture of one model. It knows nothing of other panels. */
import { basename } from 'node:path';
import { type Event, EventEmitter, type LogOutputChannel, Uri, type WebviewPanel, workspace } from 'vscode';
import type { ViewParams, ViewReport } from '../../protocol/editor';
import { type FromPreview, isFromPreview, type ToPreview } from '../../protocol/preview';
import type { Report } from '../report';
import { pagePartsOf } from '../webview';
import { previewHtml } from './html';
import { latest } from './latest';
import { nodesAt, placeOf } from './places';
import { savePicture } from './save';
import { applyFix, type Cursor, type Revealed, revealPlace } from './source';

/** What a panel shows: a model of a file (the first, where none is named), with some boxes open. */
export interface Target {
  readonly uri: Uri;
  readonly model?: string;
  readonly open: readonly string[];
}

export interface Preview {
  readonly panel: WebviewPanel;
  readonly target: Target;
  /** Stays with its file, whatever editor is active. */
  locked: boolean;
  /** A box was clicked, and the editor's cursor put to its place. */
  readonly onDidReveal: Event<Revealed>;
  show(uri: Uri, model?: string): void;
  /** Asks the language server for the picture. */
  refresh(): void;
  light(cursor: Cursor, scroll: boolean): void;
  stale(reason: string): void;
}

export interface Surroundings {
  readonly extensionUri: Uri;
  readonly view: (params: ViewParams) => Promise<ViewReport | undefined>;
  /** Why there may be no picture just now. */
  readonly trouble: () => string | undefined;
  readonly cursor: () => Cursor | undefined;
  readonly report: Report;
  readonly log: LogOutputChannel;
}

export function createPreview(panel: WebviewPanel, first: Target, locked: boolean, around: Surroundings): Preview {
  const revealed = new EventEmitter<Revealed>();
  /** Of files that the panel showed before: what was open in them. */
  const left = new Map<string, Target>();
  let target = first;
  let isLocked = locked;
  /** The page listens. It ends whenever the panel is hidden: the page comes back with its own state, and asks again. */
  let ready = false;
  let shown: ViewReport | undefined;

  const post = (message: ToPreview): void => {
    if (ready && panel.visible) void panel.webview.postMessage(message);
  };

  const refresh = latest(async () => {
    if (!ready || !panel.visible) return;
    const asked = target;
    try {
      const report = await view(asked);
      if (asked !== target || report === undefined) return;
      shown = report;
      post({ type: 'show', report });
      const cursor = around.cursor();
      if (cursor !== undefined) light(cursor, false);
    } catch (error) {
      around.log.error(`No picture of ${asked.uri}`, error instanceof Error ? error : String(error));
      stale(around.trouble() ?? 'The language server could not make a picture of this file. “Modelwright: Show Log” says why.');
    }
  });

  /** Undefined: there is none, and the page has been told why. */
  async function view({ uri, model, open }: Target): Promise<ViewReport | undefined> {
    try {
      // The server has only files that are open in the editor, and the tab may be closed.
      await workspace.openTextDocument(uri);
    } catch {
      stale(`${basename(uri.path)} can't be read. Was it moved or deleted?`);
      return undefined;
    }
    const report = await around.view({ uri: uri.toString(), open, ...(model !== undefined && { model }) });
    const trouble = around.trouble();
    if (report === undefined && trouble !== undefined) stale(trouble);
    return report;
  }

  function retarget(next: Target): void {
    target = next;
    panel.title = isLocked ? `[Architecture] ${basename(next.uri.path)}` : `Architecture ${basename(next.uri.path)}`;
    refresh();
  }

  function show(uri: Uri, model?: string): void {
    const key = uri.toString();
    const isSameFile = key === target.uri.toString();
    const current = target.model ?? (shown?.uri === key ? shown.shown?.name : undefined);
    if (isSameFile && (model === undefined || model === current)) return;
    left.set(target.uri.toString(), target);
    const known = isSameFile ? target : (left.get(key) ?? { uri, open: [] });
    // What is open in one model has no meaning in another.
    retarget(model === undefined || model === known.model ? known : { uri, model, open: [] });
  }

  function light({ uri, position }: Cursor, scroll: boolean): void {
    const here = uri.toString();
    const isHere = (file: string): boolean => file === here || Uri.parse(file).toString() === here;
    post({ type: 'light', nodes: nodesAt(shown?.shown?.picture.nodes ?? [], isHere, position), scroll });
  }

  const stale = (reason: string): void => post({ type: 'stale', reason });

  async function answer(message: FromPreview): Promise<void> {
    switch (message.type) {
      case 'ready':
        ready = true;
        return refresh();
      case 'open':
        return retarget({ ...target, open: message.open });
      case 'model':
        return show(target.uri, message.name);
      case 'reveal': {
        const node = shown?.shown?.picture.nodes.find(({ id }) => id === message.node);
        const place = node && placeOf(node, message.definition);
        if (place !== undefined) revealed.fire(await revealPlace(place, panel.viewColumn));
        return;
      }
      case 'fix': {
        const fix = shown?.shown?.findings[message.finding]?.fixes[message.fix];
        if (shown === undefined || fix === undefined) return;
        if (message.version === shown.version && (await applyFix(shown, fix))) return;
        return stale('The file has changed since this was found. Try again when the picture has followed.');
      }
      case 'save':
        return savePicture(message, target.uri, shown?.shown?.name ?? '');
    }
  }

  panel.webview.options = { enableScripts: true, localResourceRoots: [Uri.joinPath(around.extensionUri, 'dist/webview')] };
  panel.webview.onDidReceiveMessage((message: unknown) => {
    if (!isFromPreview(message)) return around.log.warn('The page of a preview said what is not understood.');
    return answer(message).catch((error) =>
      around.report(FAILED[message.type] ?? 'The preview failed. Close it and open it again.', error),
    );
  });
  panel.onDidChangeViewState(() => {
    if (!panel.visible) ready = false;
  });
  panel.onDidDispose(() => {
    // A report may still be on its way, and a panel that is closed can't even be asked whether it is visible.
    ready = false;
    revealed.dispose();
  });
  panel.webview.html = previewHtml(pagePartsOf(panel.webview, around.extensionUri, 'preview'));
  retarget(first);

  return {
    panel,
    get target() {
      return target;
    },
    get locked() {
      return isLocked;
    },
    set locked(value) {
      isLocked = value;
      retarget(target);
    },
    onDidReveal: revealed.event,
    show,
    refresh,
    light,
    stale,
  };
}

const FAILED: { readonly [Type in FromPreview['type']]?: string } = {
  reveal: "The place in the file can't be shown. Was the file moved or deleted?",
  fix: "The fix can't be applied. Is the file read-only?",
  save: "The picture can't be saved there. Try another folder.",
};
