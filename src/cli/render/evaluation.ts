/** An evaluation for people. */
import type { EvaluationResult } from '../../protocol/events';
import { counted, formatCount, formatMetric } from '../../protocol/format';
import type { ClassScores, Score, Scores } from '../../protocol/scores';
import { type Column, tableLines } from '../terminal/table';
import type { Looks } from '../terminal/terminal';
import { printable, truncate } from '../terminal/width';
import { confusionLines } from './confusion';

export function evaluationLines(
  run: string,
  checkpoint: string,
  { split, rows, epoch, values, confusion }: EvaluationResult,
  scores: Scores | undefined,
  looks: Looks,
): string[] {
  const { style } = looks;
  const measured = { ...values, ...(scores && { accuracy: scores.accuracy }) };
  return [
    `${printable(run)} · ${checkpoint} checkpoint, epoch ${formatCount(epoch)} · ${split}, ${counted(rows, 'row')}`,
    style.bold(
      Object.entries(measured)
        .map(([name, value]) => `${printable(name)} ${formatMetric(name, value)}`)
        .join('  '),
    ),
    ...(scores ? ['', ...scoreLines(scores, looks)] : []),
    ...(confusion ? ['', ...confusionLines(confusion, looks)] : []),
  ];
}

const COLUMNS: readonly Column[] = [
  { title: 'class', align: 'left' },
  ...['precision', 'recall', 'f1', 'rows'].map((title): Column => ({ title, align: 'right' })),
];

function scoreLines({ classes, macro, micro, weighted }: Scores, { style }: Looks): string[] {
  const cells = (name: string, { precision, recall, f1 }: Score): string[] => [
    name,
    ...[precision, recall, f1].map((share) => share.toFixed(3)),
  ];
  const ofClass = (scores: ClassScores): string[] => {
    const name = truncate(printable(scores.class), 24);
    // Of a class that does not occur, nothing can be said.
    if (scores.support + scores.predicted === 0) return [name, '·', '·', '·', '0'];
    return [...cells(name, scores), formatCount(scores.support)];
  };
  return tableLines(
    COLUMNS,
    [...classes.map(ofClass), cells('macro', macro), cells('micro', micro), cells('weighted', weighted)],
    style,
  );
}
