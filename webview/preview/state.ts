/** What the webview keeps over a reload of the window. It comes from outside, so it is checked. */
import { isNumber, isRecord, isText } from '../../src/protocol/guards';
import type { PreviewState } from '../../src/protocol/preview';

/** Undefined where it is none, or of another version. */
export function readState(value: unknown): PreviewState | undefined {
  if (!isRecord(value)) return undefined;
  const { v, uri, model, open, transform, selected } = value;
  if (v !== 1 || !isText(uri) || !Array.isArray(open)) return undefined;
  return {
    v,
    uri,
    open: open.filter(isText),
    ...(isText(model) ? { model } : {}),
    ...(isTransform(transform) ? { transform } : {}),
    ...(isText(selected) ? { selected } : {}),
  };
}

const isTransform = (value: unknown): value is NonNullable<PreviewState['transform']> =>
  isRecord(value) && [value.x, value.y, value.k].every(isNumber);
