/** The epochs of a run, the newest first. Rows that are there stay; of thousands, only the newest are there unasked. */
import type { EpochEvent } from '../../src/protocol/events';
import { formatCount, formatMetric } from '../../src/protocol/format';
import { el, link, refill } from '../ui/dom';
import type { Run } from './run';

export interface Epochs {
  readonly element: HTMLElement;
  show(run: Run): void;
}

/** A browser lays out a table anew with every row that comes: more of them would take longer than the next piece. */
const MOST_ROWS = 1000;

export function createEpochs(): Epochs {
  const head = el('tr');
  const body = el('tbody');
  const empty = el('p', { class: 'empty' }, 'No epoch has ended yet.');
  const table = el('table', { class: 'epochs' }, el('thead', {}, head), body);
  const earlier = link('Show earlier epochs', showEarlier);
  const region = { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Epochs' };
  const element = el('div', region, table, earlier, empty);
  let run: Run | undefined;
  let shown: readonly EpochEvent[] = [];
  let most = MOST_ROWS;
  let best: HTMLElement | undefined;

  function show({ story, status }: Run): void {
    const { epochs } = story;
    empty.hidden = epochs.length > 0;
    table.hidden = epochs.length === 0;
    const names = Object.keys(epochs.at(-1)?.values ?? {});
    refill(head, JSON.stringify(names), () => [
      el('th', { scope: 'col' }, 'epoch'),
      el('th', { scope: 'col', class: 'step' }, 'step'),
      ...names.map((name) => el('th', { scope: 'col' }, name)),
    ]);
    const isLonger = shown.every(({ seq }, at) => seq === epochs[at]?.seq);
    if (!isLonger) body.replaceChildren();
    const news = (isLonger ? epochs.slice(shown.length) : epochs).slice(-most);
    body.prepend(...news.map((epoch) => rowOf(epoch, names)).reverse());
    while (body.rows.length > most) body.lastElementChild?.remove();
    shown = epochs;
    earlier.hidden = body.rows.length === epochs.length;
    const at = epochs.findLastIndex(({ epoch }) => epoch === status?.best?.epoch);
    const now = at < 0 ? undefined : (body.rows[epochs.length - 1 - at] ?? undefined);
    if (now === best) return;
    mark(best, false);
    mark(now, true);
    best = now;
  }

  function showEarlier(): void {
    most += MOST_ROWS;
    shown = [];
    body.replaceChildren();
    if (run !== undefined) show(run);
  }

  return {
    element,
    show(next) {
      run = next;
      show(next);
    },
  };
}

function rowOf({ epoch, step, values }: EpochEvent, names: readonly string[]): HTMLElement {
  const cells = names.map((name) => el('td', {}, formatMetric(name, values[name])));
  return el('tr', {}, el('th', { scope: 'row' }, formatCount(epoch)), el('td', { class: 'step' }, formatCount(step)), ...cells);
}

function mark(row: HTMLElement | undefined, isBest: boolean): void {
  row?.classList.toggle('best', isBest);
  const cell = row?.firstElementChild;
  if (isBest) cell?.append(el('span', { class: 'star', role: 'img', 'aria-label': 'best', title: 'The best weights' }, '★'));
  else cell?.querySelector('.star')?.remove();
}
