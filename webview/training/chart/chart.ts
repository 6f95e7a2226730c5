/** One measure of a run over its steps: the curve, validation, a compared run, the best checkpoint and findings. */
import type { ChartContent, Hover } from './content';
import type { Together } from './together';

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
export function createChart(place: HTMLElement, options: ChartOptions): Chart {
  void options;
  return { show: () => place.replaceChildren(), destroy: () => place.replaceChildren() };
}
