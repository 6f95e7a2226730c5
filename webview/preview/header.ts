/** Above the drawing: which model, and what can be done with its picture. */

import saveImage from '@vscode/codicons/src/icons/file-media.svg';
import saveSvg from '@vscode/codicons/src/icons/save.svg';
import fit from '@vscode/codicons/src/icons/screen-full.svg';
import search from '@vscode/codicons/src/icons/search.svg';
import zoomIn from '@vscode/codicons/src/icons/zoom-in.svg';
import zoomOut from '@vscode/codicons/src/icons/zoom-out.svg';
import type { ShownModel, ViewReport } from '../../src/protocol/editor';
import { counted } from '../../src/protocol/format';
import { el, iconButton } from '../ui/dom';

export interface HeaderActions {
  chooseModel(name: string): void;
  search(): void;
  /** Larger by so many steps. */
  zoom(steps: number): void;
  fit(): void;
  save(format: 'svg' | 'png'): void;
}

export interface Header {
  readonly element: HTMLElement;
  show(report: ViewReport): void;
}

export function createHeader(act: HeaderActions): Header {
  const title = el('div', { class: 'title' });
  const tools = el(
    'div',
    { class: 'tools', role: 'toolbar', 'aria-label': 'Picture' },
    iconButton(search, 'Find a layer (/)', act.search),
    iconButton(zoomOut, 'Zoom out (-)', () => act.zoom(-1)),
    iconButton(zoomIn, 'Zoom in (+)', () => act.zoom(1)),
    iconButton(fit, 'Fit to the window (0)', act.fit),
    iconButton(saveSvg, 'Save as SVG', () => act.save('svg')),
    iconButton(saveImage, 'Save as PNG', () => act.save('png')),
  );
  return {
    element: el('header', {}, title, tools),
    show: ({ models, shown }) => {
      const name = shown?.name ?? '';
      const hadFocus = title.contains(document.activeElement);
      title.replaceChildren(models.length > 1 ? chooser(models, name, act.chooseModel) : el('h1', { title: name }, name));
      if (shown !== undefined) title.append(el('span', { class: 'about' }, aboutModel(shown)));
      if (hadFocus) title.querySelector('select')?.focus();
    },
  };
}

function chooser(models: readonly string[], shown: string, choose: (name: string) => void): HTMLSelectElement {
  const select = el('select', { 'aria-label': 'Model' }, ...models.map((name) => el('option', { value: name }, name)));
  select.value = shown;
  select.addEventListener('change', () => choose(select.value));
  return select;
}

/** `line 4 · 21 layers`, or `line 4 · 1 fault`. */
function aboutModel(shown: ShownModel): string {
  const { line, layers } = shown;
  const faults = faultsIn(shown);
  const size = faults > 0 ? counted(faults, 'fault') : counted(layers, 'layer');
  return [...(line === undefined ? [] : [`line ${line + 1}`]), size].join(' · ');
}

/** What a screen reader says after a change. */
export function summary({ shown }: ViewReport): string {
  if (shown === undefined) return '';
  const faults = faultsIn(shown);
  return `${shown.name}: ${counted(shown.layers, 'layer')}, ${faults === 0 ? 'no faults' : counted(faults, 'fault')}`;
}

const faultsIn = ({ findings }: ShownModel): number => findings.filter(({ severity }) => severity === 'error').length;
