/** One sentence below the head, where there is something to know or to do. */
import { type Child, el, link, refill } from '../ui/dom';
import { button, spinner } from '../ui/kit';
import type { Run } from './run';
import { lineOf, sentence } from './sentence';
import { type Notice, noticeOf, type Offer } from './words';

export type NoticeActions = Readonly<Record<Offer, () => void>> & { reveal(layer: string): void };

export interface NoticeLine {
  readonly element: HTMLElement;
  /** Undefined: nothing is known of it yet. */
  show(run: Run | undefined): void;
  /** There is no run to be shown. */
  fail(reason: string): void;
}

/** They lead to where more is said. */
const LINKS = { terminal: 'Show the terminal', finding: 'Why, and what to do' } as const;

const TITLES: Readonly<Record<Exclude<Offer, keyof typeof LINKS>, string>> = {
  resume: 'Resume',
  continue: 'Continue',
  again: 'Train again',
};

export function createNotice(act: NoticeActions): NoticeLine {
  const element = el('div', { class: 'notice', role: 'status' });
  const offer = (one: Offer): Node =>
    one === 'terminal' || one === 'finding' ? link(LINKS[one], act[one]) : button(TITLES[one], act[one]);
  function put(notice: Notice | undefined, run: Run | undefined): void {
    element.hidden = notice === undefined;
    refill(element, JSON.stringify(notice ?? ''), () => {
      if (notice === undefined) return [];
      element.className = `notice ${notice.tone}`;
      const { reason, text, offers } = notice;
      const words: Child[] =
        reason === undefined ? [text] : [...sentence(reason), text === '' ? '' : ` ${text}`, ...lineOf(reason, run, act.reveal)];
      return [
        ...(notice.isWaiting ? [spinner()] : []),
        el('p', {}, ...words),
        ...(offers.length === 0 ? [] : [el('div', { class: 'offers' }, ...offers.map(offer))]),
      ];
    });
  }

  return {
    element,
    show: (run) => put(noticeOf(run), run),
    fail: (reason) => put({ tone: 'bad', text: reason, offers: [] }, undefined),
  };
}
