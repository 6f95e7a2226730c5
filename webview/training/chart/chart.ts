/**
 * One measure of a run over its steps: the curve, validation, a compared run, the best checkpoint and findings. uPlot has the
 * canvas, the axes and the dragging; what is drawn between them is thinned out here, so that a million rows cost what a
 * thousand do.
 */
import type uPlot from 'uplot';
import { createBox } from './box';
import type { ChartContent, Hover } from './content';
import { createCross } from './cross';
import { draw } from './draw';
import { moveBy, partOf } from './keys';
import { createNames } from './names';
import { followTheme, type Palette, readPalette } from './palette';
import { type Places, placesOf } from './places';
import { createPlot } from './plot';
import { comparedValidationName, NAMES, ownName, readingAt, spoken, summaryOf } from './read';
import { seldom, whenSeen } from './schedule';
import type { Together } from './together';
import { type LineName, type Range, scaleOf, type View, viewOf } from './view';
import './chart.css';

export interface ChartOptions {
  /** Column of the run's history, and its name for people: `loss`. */
  readonly measure: string;
  /** What the charts of a page share: the crosshair and the part that is looked at. */
  readonly together: Together;
  /** The crosshair was moved in this chart; undefined: it is gone. */
  readonly onHover?: (hover: Hover | undefined) => void;
  /** For a polite live region: what stands at the crosshair after a key; once a second at most. */
  readonly say?: (text: string) => void;
}

export interface Chart {
  /** Cheap, for every piece that comes: it draws later, when it can be seen, ten times a second at most. */
  show(content: ChartContent): void;
  destroy(): void;
}

/** Fills `place`, whose size the page's style decides. */
export function createChart(place: HTMLElement, { measure, together, onHover, say }: ChartOptions): Chart {
  const root = document.createElement('div');
  root.className = 'chart';
  root.tabIndex = 0;
  root.setAttribute('role', 'img');
  root.setAttribute('aria-label', measure);
  place.append(root);

  let content: ChartContent | undefined;
  let palette = readPalette();
  let view: View = { lines: [], x: [0, 1], y: [0, 1], broken: [], isEmpty: true };
  let margin = 0;
  /** Where the pointer is over the lines. */
  let pointer: number | undefined;
  /** The crosshair was moved by keys here. */
  let isKeyed = false;
  let told: string | undefined;

  const schedule = whenSeen(root, redraw);
  const plot = createPlot(
    root,
    sizeOf(root),
    () => ({ view, palette, axis: content?.axis ?? 'step', log: content?.log ?? false, margin }),
    { draw: paint, part: lookAt, all: () => content && together.set(content.axis, { zoom: undefined }) },
  );
  const cross = createCross(plot.over);
  const names = createNames(root);
  const box = createBox(root);
  const speak = seldom<string>(1000, (text) => say?.(text));

  function redraw(): void {
    if (content === undefined) return;
    const { width } = areaOf(plot);
    view = viewOf(measure, content, together.on(content.axis).zoom, width || root.clientWidth);
    const texts = view.lines.flatMap(({ name }) => nameOf(name, measure, content) ?? []);
    margin = texts.length === 0 ? 12 : names.widthOf(texts, palette.font, Math.min(120, root.clientWidth / 4)) + 12;
    plot.batch(() => {
      plot.setData([[...view.x], [...view.y]]);
      plot.redraw(true, true);
    });
    root.setAttribute('aria-label', summaryOf(measure, content));
    if (pointer === undefined) showCross();
    else pointAt(plot.posToVal(pointer, 'x'));
  }

  /** Over the axes that uPlot has just drawn. */
  function paint(): void {
    if (content === undefined) return;
    const { axis, run, best, findings, log } = content;
    const { xOf } = placesOf(run, axis);
    const marks = {
      best: best && xOf(best.step),
      findings: findings.map(({ step, severity }) => ({ x: xOf(step), severity })),
    };
    const { left, top, width, height } = plot.bbox;
    const ratio = plot.ctx.canvas.width / plot.width;
    draw({ context: plot.ctx, left, top, width, height, ratio }, view, marks, scaleOf(log), palette);
    placeNames();
  }

  function placeNames(): void {
    const area = areaOf(plot);
    const yOf = scaleOf(content?.log ?? false);
    const named = view.lines.flatMap(({ name, ys }) => {
      const text = nameOf(name, measure, content);
      const end = ys.findLast(Number.isFinite);
      if (text === undefined || end === undefined) return [];
      const y = plot.valToPos(Math.max(view.y[0], Math.min(view.y[1], yOf(end))), 'y');
      return [{ text, y, colour: palette.names[name as keyof Palette['names']] }];
    });
    const at = { left: area.left + area.width + 8, top: area.top, width: margin - 10, room: area.height };
    names.place(named, at);
  }

  function lookAt(from: number, to: number): void {
    if (content === undefined) return;
    const zoom = partOf(longest(content), from, to);
    if (zoom) together.set(content.axis, { zoom });
  }

  /** Puts the crosshair of all charts to the step nearest to `x`. */
  function pointAt(x: number | undefined): void {
    if (content === undefined) return;
    const reading = x === undefined ? undefined : readingAt(measure, content, x);
    if (reading?.x !== together.on(content.axis).cursor) together.set(content.axis, { cursor: reading?.x });
    else showCross();
    const hover = reading && { step: reading.step, findings: findingsAt(reading.x).map(({ id }) => id) };
    const tells = JSON.stringify(hover);
    if (tells !== told) onHover?.(hover);
    told = tells;
  }

  function findingsAt(x: number): ChartContent['findings'] {
    if (content === undefined) return [];
    const { xOf } = placesOf(content.run, content.axis);
    const near = plot.valToPos(x, 'x');
    return content.findings.filter(({ step }) => Math.abs(plot.valToPos(xOf(step), 'x') - near) <= 6);
  }

  function showCross(): void {
    const x = content && together.on(content.axis).cursor;
    const reading = content === undefined || x === undefined ? undefined : readingAt(measure, content, x);
    if (reading === undefined || reading.x < view.x[0] || reading.x > view.x[1]) {
      cross.hide();
      box.hide();
      return;
    }
    const { left, top, height } = areaOf(plot);
    const at = plot.valToPos(reading.x, 'x');
    const yOf = scaleOf(content?.log ?? false);
    const dots = reading.values.flatMap(({ line, value }) =>
      DOTTED.includes(line) ? [{ y: plot.valToPos(yOf(value), 'y'), colour: palette[line] }] : [],
    );
    cross.show(at, dots, height);
    if (pointer === undefined && !isKeyed) {
      box.hide();
      return;
    }
    const isHigh = dots.some(({ y }) => y < height * 0.4);
    const room = { top, bottom: top + height, x: left + at, isHigh, width: root.clientWidth, height: root.clientHeight };
    box.show(reading, findingsAt(reading.x), palette, room);
  }

  plot.over.addEventListener('pointermove', ({ clientX }) => {
    pointer = clientX - plot.over.getBoundingClientRect().left;
    isKeyed = false;
    pointAt(plot.posToVal(pointer, 'x'));
  });
  plot.over.addEventListener('pointerleave', () => {
    pointer = undefined;
    pointAt(undefined);
  });
  root.addEventListener('keydown', (event) => {
    if (content === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const { axis } = content;
    const places = longest(content);
    const whole: Range = [0, places.xOf(places.rows)];
    const { cursor } = together.on(axis);
    const moved = moveBy(event.key, event.shiftKey, { places, cursor, seen: view.x, whole, width: areaOf(plot).width });
    if (moved === undefined) return;
    event.preventDefault();
    if ('zoom' in moved) {
      if (moved.zoom === undefined) together.set(axis, { zoom: undefined });
      else lookAt(...moved.zoom);
      return;
    }
    isKeyed = moved.cursor !== undefined;
    pointer = undefined;
    pointAt(moved.cursor);
    const reading = moved.cursor === undefined ? undefined : readingAt(measure, content, moved.cursor);
    if (reading) speak(spoken(reading));
  });
  root.addEventListener('blur', () => {
    if (!isKeyed) return;
    isKeyed = false;
    pointAt(undefined);
  });

  const resized = new ResizeObserver(() => {
    plot.setSize(sizeOf(root));
    schedule.ask(true);
  });
  resized.observe(root);
  const endTheme = followTheme(() => {
    palette = readPalette();
    schedule.ask(true);
  });
  const endTogether = together.follow((change) => {
    if ('zoom' in change) schedule.ask(true);
    else showCross();
  });

  return {
    show(next) {
      const isUrgent = content === undefined || WAITED_FOR.some((of) => of(next) !== of(content));
      content = next;
      schedule.ask(isUrgent);
    },
    destroy() {
      endTogether();
      endTheme();
      resized.disconnect();
      schedule.end();
      plot.destroy();
      root.remove();
    },
  };
}

/** Lines that have a value at every step. */
const DOTTED: readonly LineName[] = ['train', 'compared'];

/** What a person changes and waits for. */
const WAITED_FOR: readonly ((content: ChartContent | undefined) => unknown)[] = [
  (content) => content?.axis,
  (content) => content?.log,
  (content) => content?.smoothing,
  (content) => content?.compared?.history,
];

function nameOf(line: LineName, measure: string, content: ChartContent | undefined): string | undefined {
  if (line === 'train') return ownName(measure);
  if (line === 'validation') return NAMES.validation;
  const label = content?.compared?.label;
  if (label === undefined || line === 'faint') return undefined;
  return line === 'compared' ? label : comparedValidationName(label);
}

/** Of the run that reaches further to the right. */
function longest({ run, compared, axis }: ChartContent): Places {
  const own = placesOf(run, axis);
  const other = compared && placesOf(compared, axis);
  return other && other.xOf(other.rows) > own.xOf(own.rows) ? other : own;
}

const sizeOf = (root: HTMLElement): { width: number; height: number } => ({
  width: Math.max(80, root.clientWidth),
  height: Math.max(60, root.clientHeight),
});

/** The part for lines, in pixels of the chart. */
function areaOf({ over }: uPlot): { left: number; top: number; width: number; height: number } {
  return { left: over.offsetLeft, top: over.offsetTop, width: over.clientWidth, height: over.clientHeight };
}
