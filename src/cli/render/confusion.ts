/** Which class was taken for which: a matrix where it fits, otherwise the commonest mistakes. */

import type { Confusion } from '../../protocol/events';
import { counted, formatCount } from '../../protocol/format';
import type { Looks } from '../terminal/terminal';
import { displayWidth, padEnd, padStart, printable, truncate } from '../terminal/width';

/** In a pipe a line may be long, but nobody reads a matrix of hundreds of classes. */
const WIDEST = 120;

const MOST_MISTAKES = 10;

export function confusionLines(confusion: Confusion, looks: Looks): string[] {
  const matrix = matrixOf(confusion, looks);
  const widest = Math.max(...matrix.map(({ width }) => width));
  return widest <= Math.min(looks.columns, WIDEST) ? matrix.map(({ text }) => text) : mistakeLines(confusion, looks);
}

function matrixOf({ classes, counts }: Confusion, { style }: Looks): { text: string; width: number }[] {
  const names = classes.map((name) => truncate(printable(name), 16));
  const left = Math.max(displayWidth('truth'), ...names.map(displayWidth));
  const cell = Math.max(3, ...names.map(displayWidth), ...counts.flat().map((count) => String(count).length));
  const width = left + 1 + names.length * (cell + 1);
  const line = (head: string, cells: readonly string[]): { text: string; width: number } => ({
    text: `${head} ${cells.join(' ')}`.trimEnd(),
    width,
  });
  return [
    line(style.dim(padEnd('', left)), [style.dim('predicted')]),
    line(
      style.dim(padEnd('truth', left)),
      names.map((name) => style.dim(padStart(name, cell))),
    ),
    ...counts.map((row, truth) =>
      line(
        style.dim(padStart(names[truth] ?? '', left)),
        row.map((count, predicted) => {
          const text = padStart(count === 0 ? '·' : String(count), cell);
          return count === 0 ? style.dim(text) : predicted === truth ? style.green(text) : style.red(text);
        }),
      ),
    ),
  ];
}

function mistakeLines({ classes, counts }: Confusion, { style }: Looks): string[] {
  const mistakes = counts
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count);
  const shown = mistakes.slice(0, MOST_MISTAKES);
  const name = (index: number): string => printable(classes[index] ?? String(index));
  const wide = Math.max(0, ...shown.map(({ count }) => formatCount(count).length));
  return [
    style.dim(shown.length === 0 ? 'no mistakes' : 'commonest mistakes'),
    ...shown.map(
      ({ truth, predicted, count }) => `  ${padStart(formatCount(count), wide)} × ${name(truth)} taken for ${name(predicted)}`,
    ),
    ...(mistakes.length > shown.length ? [style.dim(`  and ${counted(mistakes.length - shown.length, 'other pair')}`)] : []),
  ];
}
