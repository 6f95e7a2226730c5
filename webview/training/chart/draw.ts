/** Lines and marks on the canvas, between the grid and what lies over it. */
import type { Palette } from './palette';
import type { LineName, View } from './view';

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  /** The part for lines, in pixels of the canvas. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Pixels of the canvas for one of the page. */
  readonly ratio: number;
}

export interface Marks {
  /** On the x axis. */
  readonly best: number | undefined;
  readonly findings: readonly { readonly x: number; readonly severity: 'error' | 'warning' | 'info' }[];
}

interface Stroke {
  readonly width: number;
  readonly dash: readonly number[];
}

const STROKES: Readonly<Record<LineName, Stroke>> = {
  train: { width: 2, dash: [] },
  faint: { width: 1, dash: [] },
  validation: { width: 2, dash: [] },
  compared: { width: 1.5, dash: [0.1, 4] },
  comparedValidation: { width: 1.5, dash: [0.1, 4] },
};
/** Where colours are few, validation is dashed too. */
const DASHED: Stroke = { width: 2, dash: [7, 4] };
/** Values that scatter this much within a pixel are a band, not a line: dots in it would be noise, and slow. */
const BAND = 3;

export function draw(surface: Surface, view: View, marks: Marks, yOf: (value: number) => number, palette: Palette): void {
  const { context, left, top, width, height, ratio } = surface;
  const toX = (x: number): number => left + ((x - view.x[0]) / (view.x[1] - view.x[0])) * width;
  const toY = (value: number): number => {
    const share = (yOf(value) - view.y[0]) / (view.y[1] - view.y[0]);
    // Zero has no place on a log scale: just out of sight.
    return top + height - Math.max(-1, Math.min(2, share)) * height;
  };
  const bottom = top + height;
  context.save();
  context.lineJoin = 'round';
  context.lineCap = 'round';

  if (marks.best !== undefined && isWithin(marks.best, view)) {
    drawBest(context, toX(marks.best), top, bottom, ratio, palette);
  }
  context.save();
  context.beginPath();
  // Half of a line at the edge is still seen.
  context.rect(left, top - 2 * ratio, width + 2 * ratio, height + 4 * ratio);
  context.clip();
  for (const { name, xs, ys } of view.lines) {
    const stroke = name === 'validation' && palette.highContrast ? DASHED : STROKES[name];
    const isBand = (name === 'train' || name === 'compared') && rise(ys, toY) > BAND * width;
    context.strokeStyle = palette[name];
    context.lineWidth = (isBand ? 1.2 : stroke.width) * ratio;
    context.setLineDash(isBand ? [] : stroke.dash.map((length) => length * ratio));
    context.stroke(pathOf(xs, ys, toX, toY));
    context.setLineDash([]);
    if (name === 'validation') drawPoints(context, xs, ys, toX, toY, ratio, palette);
  }
  context.restore();
  for (const { x, severity } of marks.findings) {
    if (isWithin(x, view)) drawFinding(context, toX(x), bottom, ratio, palette[severity], palette.ground);
  }
  context.fillStyle = palette.error;
  for (const x of view.broken) context.fillRect(Math.round(toX(x) - ratio / 2), bottom, Math.max(1, 1.5 * ratio), 6 * ratio);
  context.restore();
}

/** How far a line goes up and down in all. */
function rise(ys: readonly number[], toY: (y: number) => number): number {
  let sum = 0;
  for (let at = 1; at < ys.length; at += 1) sum += Math.abs(toY(ys[at] ?? 0) - toY(ys[at - 1] ?? 0)) || 0;
  return sum;
}

const isWithin = (x: number, { x: [from, to] }: View): boolean => x >= from && x <= to;

function pathOf(xs: readonly number[], ys: readonly number[], toX: (x: number) => number, toY: (y: number) => number): Path2D {
  const path = new Path2D();
  let isOpen = false;
  for (let at = 0; at < xs.length; at += 1) {
    const y = ys[at] ?? Number.NaN;
    if (Number.isNaN(y)) {
      isOpen = false;
      continue;
    }
    const [px, py] = [toX(xs[at] ?? Number.NaN), toY(y)];
    if (isOpen) path.lineTo(px, py);
    else path.moveTo(px, py);
    // A value between two that are missing is a dot.
    if (!isOpen && Number.isNaN(ys[at + 1] ?? Number.NaN)) path.lineTo(px, py);
    isOpen = true;
  }
  return path;
}

/** Small where there are many. */
function drawPoints(
  context: CanvasRenderingContext2D,
  xs: readonly number[],
  ys: readonly number[],
  toX: (x: number) => number,
  toY: (y: number) => number,
  ratio: number,
  palette: Palette,
): void {
  const apart = xs.length > 1 ? (toX(xs.at(-1) ?? 0) - toX(xs[0] ?? 0)) / (xs.length - 1) : Number.POSITIVE_INFINITY;
  const radius = Math.min(3 * ratio, apart / 3);
  if (radius < 1.2 * ratio) return;
  context.fillStyle = palette.validation;
  context.beginPath();
  for (let at = 0; at < xs.length; at += 1) {
    const [x, y] = [toX(xs[at] ?? Number.NaN), toY(ys[at] ?? Number.NaN)];
    if (Number.isNaN(y)) continue;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}

/** A star over the lines and a dashed line down. */
function drawBest(
  context: CanvasRenderingContext2D,
  x: number,
  top: number,
  bottom: number,
  ratio: number,
  palette: Palette,
): void {
  context.strokeStyle = palette.best;
  context.globalAlpha = palette.highContrast ? 1 : 0.7;
  context.lineWidth = ratio;
  context.setLineDash([4 * ratio, 4 * ratio]);
  context.lineCap = 'butt';
  context.beginPath();
  const crisp = Math.round(x) + (Math.round(ratio) % 2) / 2;
  context.moveTo(crisp, top);
  context.lineTo(crisp, bottom);
  context.stroke();
  context.setLineDash([]);
  context.lineCap = 'round';
  context.globalAlpha = 1;
  context.fillStyle = palette.best;
  context.beginPath();
  for (let corner = 0; corner < 10; corner += 1) {
    const radius = (corner % 2 === 0 ? 6 : 2.5) * ratio;
    const angle = (corner * Math.PI) / 5 - Math.PI / 2;
    context.lineTo(crisp + radius * Math.cos(angle), top - 8 * ratio + radius * Math.sin(angle));
  }
  context.closePath();
  context.fill();
}

/** A triangle that stands on the axis, with a rim that keeps it apart from lines. */
function drawFinding(
  context: CanvasRenderingContext2D,
  x: number,
  bottom: number,
  ratio: number,
  colour: string,
  ground: string,
): void {
  context.beginPath();
  context.moveTo(x, bottom - 10 * ratio);
  context.lineTo(x + 5 * ratio, bottom - 2 * ratio);
  context.lineTo(x - 5 * ratio, bottom - 2 * ratio);
  context.closePath();
  context.lineWidth = 3 * ratio;
  context.strokeStyle = ground;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}
