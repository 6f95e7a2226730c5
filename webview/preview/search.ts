/** Finds boxes by what stands in them. */
import close from '@vscode/codicons/src/icons/close.svg';
import type { Picture } from '../../src/ir/view';
import { el, iconButton } from '../ui/dom';

export interface Search {
  readonly element: HTMLElement;
  open(): void;
}

export interface SearchActions {
  picture(): Picture | undefined;
  go(node: string): void;
  closed(): void;
}

export function createSearch(act: SearchActions): Search {
  const input = el('input', { type: 'text', placeholder: 'Find a layer', 'aria-label': 'Find a layer', spellcheck: 'false' });
  const count = el('span', { class: 'count', role: 'status' });
  let at = 0;

  const find = (step: number): void => {
    const text = input.value.trim().toLowerCase();
    const nodes = text === '' ? [] : (act.picture()?.nodes ?? []);
    const found = nodes.filter(({ id, lines, layers }) => [id, ...lines, ...layers].join('\n').toLowerCase().includes(text));
    at = found.length === 0 ? 0 : (at + step + found.length) % found.length;
    count.textContent = text === '' ? '' : found.length === 0 ? 'none' : `${at + 1} of ${found.length}`;
    const target = found[at];
    if (target !== undefined) act.go(target.id);
  };
  const hide = (): void => {
    element.hidden = true;
    act.closed();
  };
  const element = el('div', { class: 'search', role: 'search' }, input, count, iconButton(close, 'Close (Escape)', hide));
  element.hidden = true;

  input.addEventListener('input', () => {
    at = 0;
    find(0);
  });
  element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') find(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') hide();
    else return;
    event.preventDefault();
  });
  return {
    element,
    open() {
      element.hidden = false;
      input.select();
      input.focus();
    },
  };
}
