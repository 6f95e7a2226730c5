/** Which class was taken for which: a matrix where it can be read, and the commonest mistakes in words. */
import type { Confusion } from '../../src/protocol/events';
import { formatCount } from '../../src/protocol/format';
import { el } from '../ui/dom';

/** Nobody reads a matrix of hundreds of classes. */
const MOST_CLASSES = 30;
const MOST_MISTAKES = 5;

export function confusionTable(confusion: Confusion): HTMLElement {
  const matrix = confusion.classes.length <= MOST_CLASSES ? [matrixOf(confusion)] : [];
  return el('div', { class: 'confusion' }, ...matrix, mistakesOf(confusion));
}

function matrixOf({ classes, counts }: Confusion): HTMLElement {
  const titles = classes.map((name) => el('th', { scope: 'col', title: name }, name));
  const rows = counts.map((row, truth) => {
    const all = row.reduce((a, b) => a + b, 0);
    const cells = row.map((count, predicted) =>
      cellOf(
        count,
        all,
        truth === predicted,
        `${formatCount(count)} of ${formatCount(all)} ${classes[truth]} taken for ${classes[predicted]}`,
      ),
    );
    return el('tr', {}, el('th', { scope: 'row', title: classes[truth] ?? '' }, classes[truth] ?? ''), ...cells);
  });
  const table = el(
    'table',
    { class: 'matrix' },
    el('caption', {}, 'Confusion', ' ', el('span', { class: 'quiet' }, 'rows: truth, columns: prediction')),
    el('thead', {}, el('tr', {}, el('td'), ...titles)),
    el('tbody', {}, ...rows),
  );
  return el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Confusion matrix' }, table);
}

/** The deeper, the larger its share of the row; numbers stay readable on the deepest. */
function cellOf(count: number, all: number, isRight: boolean, title: string): HTMLElement {
  if (count === 0) return el('td', { class: 'none' }, '·');
  const cell = el('td', { class: isRight ? 'right' : 'wrong', title }, formatCount(count));
  cell.style.setProperty('--share', `${(100 * count) / all}%`);
  return cell;
}

function mistakesOf({ classes, counts }: Confusion): HTMLElement {
  const mistakes = counts
    .flatMap((row, truth) => row.map((count, predicted) => ({ truth, predicted, count })))
    .filter(({ truth, predicted, count }) => truth !== predicted && count > 0)
    .sort((a, b) => b.count - a.count);
  if (mistakes.length === 0) return el('p', { class: 'quiet' }, 'No mistakes.');
  const items = mistakes
    .slice(0, MOST_MISTAKES)
    .map(({ truth, predicted, count }) =>
      el(
        'li',
        {},
        `${formatCount(count)} × `,
        el('b', {}, classes[truth] ?? ''),
        ' taken for ',
        el('b', {}, classes[predicted] ?? ''),
      ),
    );
  return el('div', { class: 'mistakes' }, el('h3', {}, 'Commonest mistakes'), el('ul', {}, ...items));
}
