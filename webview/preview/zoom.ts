/** Moves and scales the drawing by a CSS transform on what is around it, which is cheap and outlives the drawing. */
import { select } from 'd3-selection';
import { type D3ZoomEvent, zoom as d3Zoom, type ZoomTransform, zoomIdentity } from 'd3-zoom';

export interface Transform {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Zoom {
  /** Absent: fitted to the window. */
  readonly transform: Transform | undefined;
  restore(transform: Transform): void;
  /** Shows everything, if it can be read then. */
  fit(): void;
  /** Larger by so many steps; negative: smaller. */
  step(steps: number): void;
  actualSize(): void;
  pan(dx: number, dy: number): void;
  /** Brings an element into sight, if it is not. */
  reveal(element: Element): void;
}

const MARGIN = 16;
/** Smaller, and the texts can't be read. */
const SMALLEST_FIT = 0.65;
const STEP = 1.25;
const RANGE = [0.1, 4] as const;

export function createZoom(stage: HTMLElement, mover: HTMLElement, onChange: () => void): Zoom {
  let isFitted = true;
  let current: ZoomTransform = zoomIdentity;
  const selection = select(stage);
  const zoom = d3Zoom<HTMLElement, unknown>()
    .scaleExtent([...RANGE])
    // A pinch on a touchpad is a wheel with Ctrl; a wheel alone scrolls, as everywhere in the editor.
    .filter((event: MouseEvent) => (event.type === 'wheel' ? event.ctrlKey || event.metaKey : event.button === 0))
    .wheelDelta(wheelDelta)
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      current = transform;
      mover.style.transform = `translate(${transform.x}px, ${transform.y}px) scale(${transform.k})`;
      if (sourceEvent) isFitted = false;
      onChange();
    });
  selection.call(zoom).on('dblclick.zoom', null);

  const size = (): DOMRect | undefined => mover.querySelector('svg')?.viewBox.baseVal as DOMRect | undefined;
  const set = (transform: ZoomTransform): void => zoom.transform(selection, transform);
  const pan = (dx: number, dy: number): void => {
    isFitted = false;
    zoom.translateBy(selection, dx / current.k, dy / current.k);
  };
  const glide = (act: () => void): void => {
    mover.classList.add('gliding');
    act();
    setTimeout(() => mover.classList.remove('gliding'), 200);
  };
  const fit = (): void => {
    const { width, height } = size() ?? { width: 1, height: 1 };
    const [availableWidth, availableHeight] = [stage.clientWidth - 2 * MARGIN, stage.clientHeight - 2 * MARGIN];
    if (availableWidth <= 0 || availableHeight <= 0) return;
    const whole = Math.min(1, availableWidth / width, availableHeight / height);
    const k = Math.max(whole, Math.min(SMALLEST_FIT, availableWidth / width));
    set(
      zoomIdentity
        .translate((stage.clientWidth - k * width) / 2, Math.max(MARGIN, (stage.clientHeight - k * height) / 2))
        .scale(k),
    );
    isFitted = true;
    onChange();
  };

  stage.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 20 : 1;
      const [dx, dy] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
      pan(-dx * unit, -dy * unit);
    },
    { passive: false },
  );
  new ResizeObserver(() => {
    if (isFitted) fit();
  }).observe(stage);

  return {
    get transform() {
      return isFitted ? undefined : { x: current.x, y: current.y, k: current.k };
    },
    restore: ({ x, y, k }) => {
      isFitted = false;
      set(zoomIdentity.translate(x, y).scale(Math.min(RANGE[1], Math.max(RANGE[0], k))));
    },
    fit: () => glide(fit),
    step: (steps) =>
      glide(() => {
        isFitted = false;
        zoom.scaleBy(selection, STEP ** steps);
      }),
    actualSize: () =>
      glide(() => {
        isFitted = false;
        zoom.scaleTo(selection, 1);
      }),
    pan,
    reveal(element) {
      const [box, view] = [element.getBoundingClientRect(), stage.getBoundingClientRect()];
      const dx = shift(box.left, box.right, view.left, view.right);
      const dy = shift(box.top, box.bottom, view.top, view.bottom);
      if (dx !== 0 || dy !== 0) glide(() => pan(dx, dy));
    },
  };
}

/** Powers of two. A pinch comes in steps of a few pixels, a notch of a wheel in a hundred. */
const wheelDelta = ({ deltaY, deltaMode }: WheelEvent): number =>
  -deltaY * (deltaMode === 1 ? 0.1 : Math.abs(deltaY) < 50 ? 0.015 : 0.004);

/** 0 where from..to is inside; else what brings its middle to the middle. */
const shift = (from: number, to: number, start: number, end: number): number =>
  from >= start && to <= end ? 0 : (start + end - from - to) / 2;
