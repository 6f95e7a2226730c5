/** What the extension and the webview that draws a network say to each other. The webview can lose everything and be told again. */
import type { ViewReport } from './editor';
import { type Check, isCount, isFlag, isNumber, isRecord, isText, listOf, oneOf, optional, record } from './guards';

export type ToPreview =
  | { readonly type: 'show'; readonly report: ViewReport }
  /** The boxes of the editor's cursor; `scroll`: bring the first into sight. */
  | { readonly type: 'light'; readonly nodes: readonly string[]; readonly scroll: boolean }
  /** Why what is shown may be out of date (the language server has stopped, say). The next `show` takes it back. */
  | { readonly type: 'stale'; readonly reason: string };

export type FromPreview =
  | { readonly type: 'ready' }
  /** To the place in the file: of the call, or of the layer's definition. */
  | { readonly type: 'reveal'; readonly node: string; readonly definition: boolean }
  /** All boxes that are open from now on. */
  | { readonly type: 'open'; readonly open: readonly string[] }
  | { readonly type: 'model'; readonly name: string }
  /** Positions in the `findings` of the report of that version, and in its `fixes`. */
  | { readonly type: 'fix'; readonly version: number; readonly finding: number; readonly fix: number }
  /** A picture to save: the text of an SVG file, or base64 of a PNG. */
  | { readonly type: 'save'; readonly format: 'svg' | 'png'; readonly data: string };

const MESSAGES: { readonly [Type in FromPreview['type']]: Fields<Omit<Extract<FromPreview, { type: Type }>, 'type'>> } = {
  ready: {},
  reveal: { node: isText, definition: isFlag },
  open: { open: listOf(isText) },
  model: { name: isText },
  fix: { version: isNumber, finding: isCount, fix: isCount },
  save: { format: oneOf('svg', 'png'), data: isText },
};

type Fields<T> = { readonly [Name in keyof T]-?: Check };

export const isFromPreview = (value: unknown): value is FromPreview =>
  isRecord(value) &&
  isText(value.type) &&
  Object.hasOwn(MESSAGES, value.type) &&
  record(MESSAGES[value.type as FromPreview['type']])(value);

/** What the webview keeps with `setState`, and what a panel is restored from after a reload. */
export interface PreviewState {
  readonly v: 1;
  readonly uri: string;
  readonly model?: string;
  readonly open: readonly string[];
  /** Absent: fitted to the window. */
  readonly transform?: { readonly x: number; readonly y: number; readonly k: number };
  readonly selected?: string;
}

const STATE: Fields<PreviewState> = {
  v: (value) => value === 1,
  uri: isText,
  model: optional(isText),
  open: listOf(isText),
  transform: optional(record({ x: isNumber, y: isNumber, k: isNumber })),
  selected: optional(isText),
};

/** Of this version: an editor keeps the state over an update of the extension. */
export const isPreviewState = (value: unknown): value is PreviewState => record(STATE)(value);
