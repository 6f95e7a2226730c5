// Looks at what the preview has drawn. Stands behind in-page.js, in the same function.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const boxOf = (node) => node.querySelector('.label-container').getBoundingClientRect();
const nameOf = (node) => node.dataset.node ?? node.textContent;
const rowsOf = (node) => all('.text-outer-tspan', node).map(({ textContent }) => textContent);

Object.assign(test, {
  boxes: () =>
    all('.mover .node').map((node) => {
      const { x, y, width, height } = boxOf(node);
      return { id: node.dataset.node, text: rowsOf(node).join(' | '), x, y, width, height, classes: node.getAttribute('class') };
    }),

  edgeLabels: () => all('.mover .edgeLabel').flatMap(({ textContent }) => (textContent === '' ? [] : [textContent])),

  frames: () => all('.mover .frame-title').map((frame) => ({ id: frame.dataset.frame, title: frame.textContent })),

  transform: () => new DOMMatrix(getComputedStyle(document.querySelector('.mover')).transform).toFloat64Array().join(),

  /** Pairs of boxes, and boxes with shapes on connections, that lie on each other. */
  overlaps() {
    const things = [
      ...all('.mover .node').map((node) => ({ name: nameOf(node), box: boxOf(node) })),
      ...all('.mover .edgeLabel')
        .filter(({ textContent }) => textContent !== '')
        .map((label) => ({ name: label.textContent, box: label.getBoundingClientRect() })),
    ];
    return things.flatMap((a, at) =>
      things.slice(at + 1).flatMap((b) => {
        const dx = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
        const dy = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
        return dx > 0.5 && dy > 0.5 ? [`${a.name} / ${b.name}`] : [];
      }),
    );
  },

  /** Texts that stick out of their box, and parts of the page that are wider than their place. */
  cut() {
    const inBoxes = all('.mover .node').flatMap((node) => {
      const [outer, inner] = [boxOf(node), node.querySelector('text').getBoundingClientRect()];
      const isInside =
        inner.left >= outer.left - 0.5 &&
        inner.right <= outer.right + 0.5 &&
        inner.top >= outer.top - 1 &&
        inner.bottom <= outer.bottom + 1;
      return isInside ? [] : [nameOf(node)];
    });
    const rects = all('.mover .cluster rect').map((rect) => rect.getBoundingClientRect());
    const inFrames = all('.mover .frame-title').flatMap((frame) => {
      const inner = frame.querySelector('text').getBoundingClientRect();
      const isInside = rects.some(({ left, right, top }) => inner.left >= left && inner.right <= right && inner.top >= top);
      return isInside ? [] : [frame.dataset.frame];
    });
    const inPage = all('header, header *, .strip, .strip *, .notice, body').flatMap((element) =>
      element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline' && element.clientWidth > 0
        ? [`${element.tagName} ${element.className}`]
        : [],
    );
    return [...inBoxes, ...inFrames, ...inPage];
  },

  /** Texts with less than 4.5 : 1, as WCAG counts it. */
  faint() {
    const found = [];
    for (const piece of all('.mover .text-inner-tspan')) {
      if (piece.textContent.trim() === '') continue;
      const group = piece.closest('.node, .edgeLabel, .frame-title');
      const cover = group.matches('.frame-title')
        ? undefined
        : group.querySelector('.label-container path, .label-container, rect.background');
      const ground = colorOf(getComputedStyle(document.body).backgroundColor, [255, 255, 255]);
      const behind = cover === undefined ? ground : colorOf(getComputedStyle(cover).fill, ground);
      found.push({ text: piece.textContent, contrast: contrastOf(colorOf(getComputedStyle(piece).fill, behind), behind) });
    }
    for (const element of all('header *, .strip *, .notice, .search *')) {
      const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim() !== '');
      if (own.length === 0 || element.checkVisibility() === false) continue;
      const behind = groundOf(element);
      found.push({ text: element.textContent, contrast: contrastOf(colorOf(getComputedStyle(element).color, behind), behind) });
    }
    return { texts: found.length, faint: found.filter(({ contrast }) => contrast < 4.5) };
  },
});
