/** What was found while it trained: where, what, and the line to look at. */
import error from '@vscode/codicons/src/icons/error.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import type { FindingEvent } from '../../src/protocol/events';
import { formatCount } from '../../src/protocol/format';
import { el, iconOf, link, refill } from '../ui/dom';
import type { Run } from './run';
import { lineOf, sentence } from './sentence';

export interface Findings {
  readonly element: HTMLElement;
  show(run: Run): void;
  /** The crosshair stands on these. */
  light(ids: readonly string[]): void;
  /** To the last of them, where a person reads on. */
  goTo(): void;
}

export interface FindingActions {
  /** To the layer, or to the data. */
  reveal(layer: string | undefined): void;
  /** Shows its place on the charts. */
  point(finding: FindingEvent): void;
}

const ICONS: Readonly<Record<FindingEvent['severity'], string>> = { error, warning, info };
const NAMES: Readonly<Record<FindingEvent['severity'], string>> = { error: 'Error', warning: 'Warning', info: 'Note' };

export const findingId = ({ seq }: FindingEvent): string => String(seq);

export function createFindings(act: FindingActions): Findings {
  const list = el('ul');
  const element = el('section', { class: 'findings', 'aria-label': 'Findings' }, list);
  const rows = new Map<string, HTMLElement>();

  function row(run: Run, finding: FindingEvent): HTMLElement {
    const { severity, step, message, rows: dataRows } = finding;
    const icon = el(
      'span',
      { class: `severity ${severity}`, role: 'img', 'aria-label': NAMES[severity] },
      iconOf(ICONS[severity]),
    );
    const place = link(`step ${formatCount(step)}`, () => act.point(finding));
    place.title = 'Show it on the curves';
    const { dataLine } = run.info;
    const leads =
      dataRows === undefined || dataLine === undefined
        ? lineOf(message, run, act.reveal)
        : [' ', link(`line ${dataLine}`, () => act.reveal(undefined))];
    const text = el('span', { class: 'text' }, ...sentence(message), ...leads);
    const item = el('li', {}, icon, place, text);
    rows.set(findingId(finding), item);
    return item;
  }

  return {
    element,
    show(run) {
      const { findings } = run.story;
      element.hidden = findings.length === 0;
      refill(list, JSON.stringify([findings.map(findingId), run.info.id, run.info.lines]), () => {
        rows.clear();
        return findings.map((finding) => row(run, finding));
      });
    },
    light(ids) {
      for (const [id, item] of rows) item.classList.toggle('lit', ids.includes(id));
    },
    goTo() {
      list.lastElementChild?.scrollIntoView({ block: 'nearest' });
      list.lastElementChild?.querySelector('button')?.focus();
    },
  };
}
