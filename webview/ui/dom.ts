/** Elements in one expression. Texts become text nodes: what a model file says is never markup. */
type Child = Node | string;

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
export function iconButton(icon: string, title: string, act: () => void): HTMLButtonElement {
  const button = el('button', { class: 'icon', type: 'button', title, 'aria-label': title });
  button.innerHTML = icon;
  button.firstElementChild?.setAttribute('aria-hidden', 'true');
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
