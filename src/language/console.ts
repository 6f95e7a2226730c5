/** Inside the sandbox: `console.log(x.shape)` shows up beside the line that says it. */

import { decode, encode, record } from './recorder';
import { showValue } from './recording';
import { Dimension, Tensor } from './tensor';

const LONGEST = 1_000;

export function makeConsole(): void {
  const log = (...values: unknown[]): void => {
    record(undefined, 'log', `"text":${encode(values.map(show).join(' ').slice(0, LONGEST))}`);
  };
  Object.assign(globalThis, { console: { log, info: log, debug: log, warn: log, error: log } });
}

function show(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Tensor || value instanceof Dimension) return value.toString();
  if (value instanceof Error) return value.message;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  return showValue(decode(encode(value)));
}
