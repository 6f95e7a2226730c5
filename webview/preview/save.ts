/** The drawing as a file that looks the same outside this page: every colour and font the page gives it is written into it. */
const STYLES = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'rx',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];

export function svgText(svg: SVGSVGElement): string {
  // What says only where the cursor is has no place in a file.
  const marked = [...svg.querySelectorAll('.lit, .selected')].map((node) => [node, node.getAttribute('class') ?? ''] as const);
  for (const [node] of marked) node.classList.remove('lit', 'selected');
  const text = styledText(svg);
  for (const [node, names] of marked) node.setAttribute('class', names);
  return text;
}

function styledText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  [copy, ...copy.querySelectorAll('*')].forEach((element, at) => {
    const original = originals[at];
    if (original === undefined) return;
    const computed = getComputedStyle(original);
    element.removeAttribute('style');
    for (const name of STYLES) {
      const value = computed.getPropertyValue(name);
      if (value !== 'auto') element.setAttribute(name, value);
    }
  });
  for (const toggle of copy.querySelectorAll('.toggle')) toggle.remove();
  const { x, y, width, height } = svg.viewBox.baseVal;
  const ground = document.createElementNS(copy.namespaceURI, 'rect') as SVGRectElement;
  for (const [name, value] of Object.entries({ x, y, width, height })) ground.setAttribute(name, String(value));
  ground.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/** Base64, at twice the size, so that it is sharp on fine screens. Rejects where the picture is too large for a canvas. */
export async function pngData(svg: SVGSVGElement): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(svg))}`;
  await image.decode();
  const { width, height } = svg.viewBox.baseVal;
  const scale = Math.min(2, LARGEST / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(scale * width);
  canvas.height = Math.ceil(scale * height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('No canvas to draw on.');
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png').replace(/^data:image\/png;base64,/, '');
}

/** Pixels along one side that every browser can draw. */
const LARGEST = 16_000;
