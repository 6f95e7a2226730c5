/** What the best weights are worth on rows that were held back. */
import type { Confusion, EvaluationResult } from '../../src/protocol/events';
import { formatCount, formatMetric } from '../../src/protocol/format';
import { type Score, scoresOf } from '../../src/protocol/scores';
import { el, refill } from '../ui/dom';
import { confusionTable } from './confusion';
import { isLive, type Run } from './run';

export interface Evaluation {
  readonly element: HTMLElement;
  show(run: Run): void;
}

export function createEvaluation(): Evaluation {
  const element = el('div', { class: 'evaluation' });
  return {
    element,
    show(run) {
      const results = resultsOf(run);
      refill(element, JSON.stringify([results, results.length === 0 && placeholder(run)]), () =>
        results.length === 0 ? [el('p', { class: 'empty' }, placeholder(run))] : results.map(resultOf),
      );
    },
  };
}

const ORDER = ['test', 'validation', 'train'] as const;

/** The file's, unless a later one has been told. */
function resultsOf({ info, story }: Run): EvaluationResult[] {
  const told = new Map<string, EvaluationResult>(story.evaluations.map((one) => [one.split, one]));
  if (info.evaluation !== undefined && !told.has(info.evaluation.split)) told.set(info.evaluation.split, info.evaluation);
  return ORDER.flatMap((split) => told.get(split) ?? []);
}

function placeholder(run: Run): string {
  const { test, validation } = run.info.data.rows;
  if (test + validation === 0) {
    return 'All rows are trained on. Hold some back to see what the model is worth: .split({ validation: 0.1, test: 0.1 }).';
  }
  const split = test > 0 ? 'test' : 'validation';
  const rows = formatCount(test > 0 ? test : validation);
  if (isLive(run)) return `When the training ends, its best weights are tried on the ${rows} ${split} rows.`;
  return `The training ended before its weights were tried on the ${rows} ${split} rows: modelwright evaluate ${run.info.id}`;
}

function resultOf({ split, rows, epoch, values, confusion }: EvaluationResult): HTMLElement {
  const heading = el(
    'h2',
    {},
    split,
    ' ',
    el('span', { class: 'quiet' }, `${formatCount(rows)} rows, weights of epoch ${formatCount(epoch)}`),
  );
  const numbers = el(
    'dl',
    { class: 'values' },
    ...Object.entries(values).map(([name, value]) =>
      el('div', { class: 'number' }, el('dt', {}, name), el('dd', { class: 'value' }, formatMetric(name, value))),
    ),
  );
  const tables = confusion === undefined ? [] : [confusionTable(confusion), scoreTable(confusion)];
  return el('section', { 'aria-label': split }, heading, numbers, el('div', { class: 'tables' }, ...tables));
}

/** Of each class, and the means over all. */
function scoreTable(confusion: Confusion): HTMLElement {
  const { classes, macro, weighted } = scoresOf(confusion);
  const cells = ({ precision, recall, f1 }: Score): HTMLElement[] =>
    [precision, recall, f1].map((share) => el('td', {}, share.toFixed(3)));
  const row = (name: string, score: Score, support: number | undefined): HTMLElement =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, name),
      ...cells(score),
      el('td', {}, support === undefined ? '' : formatCount(support)),
    );
  const titles = ['class', 'precision', 'recall', 'F1', 'rows'].map((title) => el('th', { scope: 'col' }, title));
  const table = el(
    'table',
    {},
    el('caption', {}, 'Classes'),
    el('thead', {}, el('tr', {}, ...titles)),
    el('tbody', {}, ...classes.map((scores) => row(scores.class, scores, scores.support))),
    el('tfoot', {}, row('macro mean', macro, undefined), row('weighted mean', weighted, undefined)),
  );
  return el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Scores of the classes' }, table);
}
