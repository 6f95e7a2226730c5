/** Elements in one expression. Texts become text nodes: what a model file says is never markup. */
export type Child = Node | string;

export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** What looks like a link and does something here. */
export function link(text: string, act: () => void): HTMLButtonElement {
  const button = el('button', { class: 'link', type: 'button' }, text);
  button.addEventListener('click', act);
  return button;
}

/** `icon`: SVG of a package, known when this is built. */
export function iconOf(icon: string): Element {
  const holder = el('template');
  holder.innerHTML = icon;
  const svg = holder.content.firstElementChild ?? el('span');
  svg.setAttribute('aria-hidden', 'true');
  return svg;
}

/** `icon`: as above. */
export function iconButton(icon: string, title: string, act: () => void): HTMLButtonElement {
  const button = el('button', { class: 'icon', type: 'button', title, 'aria-label': title }, iconOf(icon));
  button.addEventListener('click', act);
  return button;
}

export const svgEl = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
): SVGElementTagNameMap[Tag] => {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

const keys = new WeakMap<Element, string>();

/** New children only where `key`, which says all that they show, is another one: what has the focus stays where it can. */
export function refill(element: Element, key: string, children: () => readonly Child[]): void {
  if (keys.get(element) === key) return;
  keys.set(element, key);
  element.replaceChildren(...children());
}
