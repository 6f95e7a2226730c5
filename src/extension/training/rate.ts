/** The learning rate, as the run has it and as a person types it. */
import { layoutOf } from '../../runs/layout';
import { readColumns, readFrom } from '../../runs/read';

/** Of the last step; undefined before the first, and in runs of earlier versions. */
export function currentRate(directory: string): number | undefined {
  const columns = readColumns(directory);
  const { curves } = layoutOf(directory);
  const row = 8 * columns.length;
  const rows = Math.floor(readFrom(curves, 0, 0).size / row);
  if (rows === 0) return undefined;
  const { bytes } = readFrom(curves, (rows - 1) * row, row);
  return new Float64Array(bytes.buffer)[columns.indexOf('learning_rate')];
}

/** Undefined: it is none. */
export function rateOf(text: string): number | undefined {
  const rate = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(rate) && rate >= 0 ? rate : undefined;
}

export const rateProblem = (text: string): string | undefined =>
  rateOf(text) === undefined ? 'A learning rate is a number of at least 0, such as 1e-4.' : undefined;
