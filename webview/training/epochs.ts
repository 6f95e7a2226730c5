/** All epochs of a run, the newest first. Rows that are there stay: a run may have thousands. */
import type { EpochEvent } from '../../src/protocol/events';
import { formatCount, formatMetric } from '../../src/protocol/format';
import { el, refill } from '../ui/dom';
import type { Run } from './run';

export interface Epochs {
  readonly element: HTMLElement;
  show(run: Run): void;
}

export function createEpochs(): Epochs {
  const head = el('tr');
  const body = el('tbody');
  const empty = el('p', { class: 'empty' }, 'No epoch has ended yet.');
  const table = el('table', { class: 'epochs' }, el('thead', {}, head), body);
  const element = el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Epochs' }, table, empty);
  let shown: readonly EpochEvent[] = [];
  let best: HTMLElement | undefined;

  return {
    element,
    show({ story, status }) {
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
      const news = isLonger ? epochs.slice(shown.length) : epochs;
      body.prepend(...news.map((epoch) => rowOf(epoch, names)).reverse());
      shown = epochs;
      const at = epochs.findLastIndex(({ epoch }) => epoch === status?.best?.epoch);
      const now = at < 0 ? undefined : (body.rows[epochs.length - 1 - at] ?? undefined);
      if (now === best) return;
      mark(best, false);
      mark(now, true);
      best = now;
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
