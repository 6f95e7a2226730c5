/**
 * The editor's controls, as functions: the only place that knows the toolkit they come from, and its elements' names. The
 * toolkit defines all its elements when it is loaded.
 */
import {
  type Button,
  type Checkbox,
  type Dropdown,
  type Panels,
  provideVSCodeDesignSystem,
  type RadioGroup,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import { el } from './dom';

// Without a use, nothing of it would be loaded.
provideVSCodeDesignSystem();

type Attributes = Readonly<Record<string, string>>;

function make<Element extends HTMLElement>(
  tag: string,
  attributes: Attributes,
  ...children: readonly (Node | string)[]
): Element {
  const element = document.createElement(`vscode-${tag}`) as Element;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function button(text: string, act: () => void): HTMLElement {
  const made = make<Button>('button', { appearance: 'secondary' }, text);
  made.addEventListener('click', act);
  return made;
}

export interface Control<Value> {
  readonly element: HTMLElement;
  /** Does not call `changed`. */
  set(value: Value): void;
}

export function checkbox(text: string, checked: boolean, changed: (checked: boolean) => void): Control<boolean> {
  const element = make<Checkbox>('checkbox', checked ? { checked: '' } : {}, text);
  element.addEventListener('change', () => changed(element.checked));
  return {
    element,
    set: (value) => {
      element.checked = value;
    },
  };
}

export interface Option<Value extends string> {
  readonly value: Value;
  readonly text: string;
}

/** One of a few, all of them in sight. */
export function choice<Value extends string>(
  label: string,
  options: readonly Option<Value>[],
  value: Value,
  changed: (value: Value) => void,
): Control<Value> {
  const element = make<RadioGroup>(
    'radio-group',
    { 'aria-label': label, orientation: 'horizontal', value, class: 'choice' },
    ...options.map((option) => make('radio', { value: option.value }, option.text)),
  );
  element.addEventListener('change', () => {
    const chosen = options.find((option) => option.value === element.value)?.value;
    if (chosen === undefined || chosen === value) return;
    value = chosen;
    changed(chosen);
  });
  return {
    element,
    set(next) {
      value = next;
      element.value = next;
    },
  };
}

export interface Select<Value extends string> extends Control<Value> {
  offer(options: readonly Option<Value>[], value: Value): void;
}

/** One of many, in a list that opens. */
export function select<Value extends string>(label: string, changed: (value: string) => void): Select<Value> {
  const element = make<Dropdown>('dropdown', { 'aria-label': label });
  let current: string | undefined;
  element.addEventListener('change', () => {
    if (element.value === current) return;
    current = element.value;
    changed(current);
  });
  const set = (value: Value): void => {
    current = value;
    element.value = value;
  };
  return {
    element,
    set,
    offer(options, value) {
      element.replaceChildren(
        ...options.map((option) => make('option', { value: option.value, title: option.text }, option.text)),
      );
      current = value;
      // The options become its own with the next turn only.
      requestAnimationFrame(() => set(value));
    },
  };
}

export interface Field {
  readonly element: HTMLElement;
  /** Once it is in the page. */
  focus(): void;
}

/** `entered` by Enter; left by Escape (`byKey`) or with the focus. */
export function textField(label: string, value: string, on: { entered(text: string): void; left(byKey: boolean): void }): Field {
  const element = make<TextField>('text-field', { value, autocomplete: 'off' });
  element.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    // The key is not meant for what gets the focus next.
    event.preventDefault();
    if (event.key === 'Enter') on.entered(element.value);
    else on.left(true);
  });
  element.addEventListener('blur', () => on.left(false));
  return {
    element,
    focus() {
      // It calls itself "Text field" when it enters the page.
      element.setAttribute('aria-label', label);
      element.focus();
      element.shadowRoot?.querySelector('input')?.select();
    },
  };
}

export interface TabView<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly content: HTMLElement;
}

/** `end`: stands in the row of the tabs. */
export function tabs<Id extends string>(
  label: string,
  views: readonly TabView<Id>[],
  shown: Id,
  end: HTMLElement,
  changed: (id: Id) => void,
): Control<Id> {
  end.slot = 'end';
  const element = make<Panels>(
    'panels',
    { 'aria-label': label, activeid: `tab-${shown}` },
    end,
    ...views.map(({ id, title }) => make('panel-tab', { id: `tab-${id}` }, title)),
    ...views.map(({ id, content }) => make('panel-view', { id: `view-${id}` }, content)),
  );
  element.addEventListener('change', ({ target }) => {
    const chosen = views.find(({ id }) => element.activeid === `tab-${id}`)?.id;
    if (target === element && chosen !== undefined) changed(chosen);
  });
  return {
    element,
    set: (id) => {
      element.activeid = `tab-${id}`;
    },
  };
}

/** Beside words that say what goes on. */
export const spinner = (): HTMLElement => make('progress-ring', { 'aria-hidden': 'true', class: 'spinner' });

/** The toolkit has none: the browser's, in the editor's colours. */
export function slider(
  label: string,
  value: number,
  { max, step }: { readonly max: number; readonly step: number },
  changed: (value: number) => void,
): Control<number> {
  const input = el('input', { type: 'range', min: '0', max: String(max), step: String(step), value: String(value) });
  input.addEventListener('input', () => changed(Number(input.value)));
  return {
    element: el('label', { class: 'slider' }, label, input),
    set: (next) => {
      input.value = String(next);
    },
  };
}
