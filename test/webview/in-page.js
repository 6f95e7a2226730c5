// Runs in a page before its own scripts: stands for VS Code's side of a webview, and looks at what is there.
// Given by browser.ts: `given`.

const sent = [];
let state = given.state;
globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => sent.push(structuredClone(message)),
  getState: () => state,
  setState: (value) => {
    state = structuredClone(value);
  },
});
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
  console.error(`refused by ${violatedDirective}: ${blockedURI} ${sample}`),
);
document.addEventListener('DOMContentLoaded', () => test.paintAs(given));

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

globalThis.test = {
  sent: () => sent,
  state: () => state,

  paintAs({ classes, variables }) {
    document.body.className = classes;
    const { style } = document.documentElement;
    for (const name of [...style]) if (name.startsWith('--vscode-')) style.removeProperty(name);
    for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  },

  post(message) {
    window.postMessage(message, '*');
    return test.settled();
  },

  /** Messages are taken and drawn in turns of the event loop: a few of them without any change are the end. */
  async settled() {
    await frame();
    for (let quiet = 0, before = ''; quiet < 5; ) {
      await turn();
      const now = document.body.innerHTML;
      const isAtWork = (document.querySelector('.workshop')?.childElementCount ?? 0) > 0;
      quiet = now === before && !isAtWork ? quiet + 1 : 0;
      before = now;
    }
  },

  /** Charts draw ten times a second at most: all is drawn when nothing has changed for longer than that. */
  async drawn() {
    for (let still = 0, before = ''; still < 10; ) {
      await frame();
      const now = [...document.querySelectorAll('canvas')].map((canvas) => canvas.toDataURL()).join();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  },

  /** What is said of the element with the focus, wherever it is. */
  focused() {
    let element = document.activeElement;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { host } = element.getRootNode();
    const named = [element, ...(host === undefined ? [] : [host])].find((one) => one.getAttribute('aria-label') !== null);
    return named?.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent.trim();
  },

  /** Of all texts that can be seen: what is cut, what lies on another text, what has less than 4.5 : 1 as WCAG counts it. */
  texts() {
    const texts = visibleTexts();
    const cut = texts.flatMap(({ text, box, parent }) => (isCut(box, parent) ? [text] : []));
    const overlaps = texts.flatMap((a, at) =>
      texts.slice(at + 1).flatMap((b) => (a.parent !== b.parent && meet(a.box, b.box) ? [`${a.text} / ${b.text}`] : [])),
    );
    const faint = texts.flatMap(({ text, parent }) => {
      const behind = groundOf(parent);
      const contrast = contrastOf(colorOf(getComputedStyle(parent).color, behind), behind);
      return contrast < 4.5 ? [{ text, contrast }] : [];
    });
    const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['the page'] : [];
    return { count: texts.length, cut: [...cut, ...wide], overlaps, faint };
  },
};

/** Through shadow roots, as they are laid out. */
function visibleTexts() {
  const found = [];
  const visit = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const parent = node.parentElement ?? node.parentNode.host;
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = node.textContent.trim();
      if (text === '' || parent.closest('.spoken') !== null || !parent.checkVisibility({ visibilityProperty: true })) return;
      for (const box of range.getClientRects()) if (box.width > 0) found.push({ text, box, parent });
    } else if (node.nodeType === Node.ELEMENT_NODE && !['SCRIPT', 'STYLE', 'SLOT'].includes(node.tagName)) {
      if (node.shadowRoot !== null) for (const child of node.shadowRoot.childNodes) visit(child);
      for (const child of node.childNodes) visit(child);
    }
  };
  visit(document.body);
  return found;
}

/** What stands around an element as it is laid out. */
const around = (element) => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host ?? null;

/** By an edge that can't be scrolled away. */
function isCut(box, element) {
  for (let outer = element; outer !== null && outer !== document.body; outer = around(outer)) {
    const { overflowX, display, textOverflow } = getComputedStyle(outer);
    // Names at the ends of lines are cut as they must; elsewhere the whole text has to be had by pointing at it.
    if (textOverflow === 'ellipsis' && outer.closest('[title], .chart-name') !== null) return false;
    if (overflowX === 'auto' || overflowX === 'scroll') return false;
    const edge = outer.getBoundingClientRect();
    const isEdge = overflowX !== 'visible' && display !== 'contents' && edge.width > 0;
    if (isEdge && (box.left < edge.left - 1 || box.right > edge.right + 1 || box.bottom > edge.bottom + 2)) return true;
  }
  return box.left < 0 || box.right > innerWidth + 0.5;
}

const meet = (a, b) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;

const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });

/** Red, green and blue of a CSS colour on a ground. */
function colorOf(color, [r, g, b]) {
  canvas.fillStyle = `rgb(${r}, ${g}, ${b})`;
  canvas.fillRect(0, 0, 1, 1);
  canvas.fillStyle = color;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
}

function groundOf(element) {
  if (element === null) return [255, 255, 255];
  const behind = groundOf(around(element));
  return colorOf(getComputedStyle(element).backgroundColor, behind);
}

function contrastOf(a, b) {
  const luminance = (color) => {
    const [r, g, b] = color.map((part) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}
