/** One chart for each measure; the learning rate's is there only if it is not always the same. */
import type { EpochEvent } from '../../src/protocol/events';
import { formatMetric } from '../../src/protocol/format';
import type { Axis, TrainingState } from '../../src/protocol/training';
import { el } from '../ui/dom';
import { type Chart, createChart } from './chart/chart';
import { type ChartContent, type Curves as ChartCurves, type EpochPoint, type Finding, type Hover, RATE } from './chart/content';
import { placesOf } from './chart/places';
import { createTogether } from './chart/together';
import { findingId } from './findings';
import { measuresOf, type Run, stepsPerEpochOf } from './run';
import { formatLearningRate, measureName } from './words';

export interface Curves {
  readonly element: HTMLElement;
  show(run: Run, compared: { readonly run: Run; readonly label: string } | undefined, state: TrainingState): void;
  /** Puts the crosshair of all charts on a step, and shows all of the run where it lay outside of what is looked at. */
  point(step: number): void;
}

export interface CurvesOptions {
  hover(hover: Hover | undefined): void;
  say(text: string): void;
}

interface Figure {
  readonly element: HTMLElement;
  readonly chart: Chart;
  readonly last: HTMLElement;
}

export function createCurves({ hover, say }: CurvesOptions): Curves {
  const element = el('div', { class: 'charts' });
  const together = createTogether();
  const figures = new Map<string, Figure>();
  let shown: { readonly run: Run; readonly axis: Axis } | undefined;

  function figureOf(measure: string): Figure {
    const known = figures.get(measure);
    if (known !== undefined) return known;
    const place = el('div', { class: 'place' });
    const last = el('span', { class: 'last' });
    const caption = el(
      'figcaption',
      {},
      el('h2', {}, measureName(measure)),
      el('span', { class: 'quiet' }, directionOf(measure)),
      last,
    );
    const made = {
      element: el('figure', {}, caption, place),
      last,
      chart: createChart(place, { measure, together, onHover: hover, say }),
    };
    figures.set(measure, made);
    return made;
  }

  /** As many as there are measures, in their order. */
  function arrange(measures: readonly string[]): void {
    for (const [measure, { element, chart }] of figures) {
      if (measures.includes(measure)) continue;
      chart.destroy();
      element.remove();
      figures.delete(measure);
    }
    const wanted = measures.map((measure) => figureOf(measure).element);
    if (wanted.some((figure, at) => element.children[at] !== figure)) element.replaceChildren(...wanted);
  }

  return {
    element,
    show(run, compared, state) {
      arrange([...measuresOf(run), ...(run.rateVaries || compared?.run.rateVaries ? [RATE] : [])]);
      const { axis, log, smoothing } = state;
      shown = { run, axis };
      const { best } = run.status ?? {};
      const findings = run.story.findings.map((one): Finding => {
        return { id: findingId(one), step: one.step, severity: one.severity, text: one.message.text };
      });
      for (const [measure, { chart, last }] of figures) {
        const content: ChartContent = {
          run: curvesOf(run, measure),
          ...(compared && { compared: { ...curvesOf(compared.run, measure), label: compared.label } }),
          ...(best && { best }),
          findings,
          axis,
          log,
          // A learning rate has no noise.
          smoothing: measure === RATE ? 0 : smoothing,
        };
        chart.show(content);
        const value = run.history.last(measure);
        last.textContent =
          value === undefined ? '' : `last ${measure === RATE ? formatLearningRate(value) : formatMetric(measure, value)}`;
      }
    },
    point(step) {
      if (shown === undefined) return;
      const { run, axis } = shown;
      const { zoom } = together.on(axis);
      const cursor = placesOf({ history: run.history, stepsPerEpoch: stepsPerEpochOf(run) }, axis).xOf(step);
      const isSeen = zoom === undefined || (cursor >= zoom[0] && cursor <= zoom[1]);
      together.set(axis, isSeen ? { cursor } : { cursor, zoom: undefined });
    },
  };
}

const curvesOf = (run: Run, measure: string): ChartCurves => ({
  history: run.history,
  stepsPerEpoch: stepsPerEpochOf(run),
  validation: validationOf(run, measure),
});

interface Validation {
  readonly epochs: readonly EpochEvent[];
  readonly points: EpochPoint[];
}

/** By measure. They grow with the epochs, which may be thousands. */
const validations = new WeakMap<Run, Map<string, Validation>>();

function validationOf(run: Run, measure: string): readonly EpochPoint[] {
  const { epochs } = run.story;
  const known = validations.get(run) ?? new Map<string, Validation>();
  validations.set(run, known);
  const before = known.get(measure);
  // A run that went on from a checkpoint has other epochs from there on.
  const isLonger = before !== undefined && before.epochs.at(-1) === epochs[before.epochs.length - 1];
  const points = isLonger ? before.points : [];
  for (const { epoch, step, values } of isLonger ? epochs.slice(before.epochs.length) : epochs) {
    const value = values[`val_${measure}`];
    if (value !== undefined) points.push({ epoch, step, value });
  }
  known.set(measure, { epochs, points });
  return points;
}

function directionOf(measure: string): string {
  if (measure === RATE) return '';
  return measure.endsWith('loss') ? 'lower is better' : 'higher is better';
}
