/** A chart of curves in a terminal: a line in braille dots (two by four in each cell), and marks on top. */
import type { Style } from './style';
import { padStart } from './width';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly line: readonly Point[];
  /** Drawn as • over the line. */
  readonly marks: readonly Point[];
  /** The right end of the axis, so that the curve grows into a frame that stands still. */
  readonly xMax: number;
  /** Cells, with the numbers of the axis. */
  readonly width: number;
  readonly height: number;
}

/** Bits of a braille cell by column and row of its dots (Unicode block U+2800). */
const DOTS = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;

export function drawCurve({ line, marks, xMax, width, height }: Curve, style: Style): string[] {
  const finite = [...line, ...marks].filter(({ y }) => Number.isFinite(y));
  if (finite.length === 0) return [];
  const top = niceCeiling(Math.max(...finite.map(({ y }) => y)));
  const labels = [formatAxis(top), formatAxis(0)];
  const margin = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(1, width - margin - 2);
  const cells = new Uint8Array(columns * height);

  const column = ({ x }: Point): number => Math.min(1, Math.max(0, x / xMax)) * (columns * 2 - 1);
  const row = ({ y }: Point): number => (1 - Math.min(1, Math.max(0, y / top))) * (height * 4 - 1);
  const dot = (across: number, down: number): void => {
    const [i, j] = [Math.round(across), Math.round(down)];
    const at = (j >> 2) * columns + (i >> 1);
    cells[at] = (cells[at] ?? 0) | (DOTS[i & 1]?.[j & 3] ?? 0);
  };
  let previous: Point | undefined;
  for (const point of line) {
    if (!Number.isFinite(point.y)) {
      previous = undefined;
      continue;
    }
    const [x1, y1] = [column(point), row(point)];
    const [x0, y0] = previous === undefined ? [x1, y1] : [column(previous), row(previous)];
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0))));
    for (let i = 0; i <= steps; i++) dot(x0 + ((x1 - x0) * i) / steps, y0 + ((y1 - y0) * i) / steps);
    previous = point;
  }

  const marked = new Set(
    marks
      .filter(({ y }) => Number.isFinite(y))
      .map((point) => (Math.round(row(point)) >> 2) * columns + (Math.round(column(point)) >> 1)),
  );
  return Array.from({ length: height }, (_, j) => {
    const label = j === 0 ? labels[0] : j === height - 1 ? labels[1] : '';
    const text = Array.from({ length: columns }, (_, i) => {
      const at = j * columns + i;
      const bits = cells[at] ?? 0;
      return marked.has(at) ? '•' : bits === 0 ? ' ' : String.fromCodePoint(0x2800 + bits);
    });
    const painted = text
      .join('')
      .trimEnd()
      .replace(/[\u2801-\u28ff]+/g, style.blue)
      .replaceAll('•', style.yellow);
    return `${style.dim(`${padStart(label ?? '', margin)} │`)}${painted}`;
  });
}

/** The next of 1, 2, 2.5, 5 times a power of ten. */
function niceCeiling(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10);
}

const formatAxis = (value: number): string =>
  value !== 0 && (value < 0.001 || value >= 1e5) ? value.toExponential(0) : String(Number(value.toPrecision(2)));
