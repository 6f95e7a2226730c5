/** How the curves are looked at: smoothed, over what, against which other run. */
import { AXES, type Axis, type OtherRun, type TrainingState } from '../../src/protocol/training';
import { el } from '../ui/dom';
import { checkbox, choice, select, slider } from '../ui/kit';

export interface Controls {
  readonly element: HTMLElement;
  /** What it can be compared with, and what it is compared with. */
  offer(others: readonly OtherRun[], compared: string | undefined): void;
}

export interface ControlsActions {
  change(change: Partial<Pick<TrainingState, 'axis' | 'log' | 'smoothing'>>): void;
  compare(id: string | undefined): void;
}

/** No run has an empty id. */
const NOBODY = '';

export function createControls({ axis, log, smoothing }: TrainingState, act: ControlsActions): Controls {
  const compare = select('Compare with', (id) => act.compare(id === NOBODY ? undefined : id));
  let offered = '';
  compare.element.hidden = true;
  return {
    element: el(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Curves' },
      slider('smoothing', smoothing, { max: 0.99, step: 0.01 }, (value) => act.change({ smoothing: value })).element,
      choice<Axis>(
        'Horizontal axis',
        AXES.map((value) => ({ value, text: value })),
        axis,
        (value) => act.change({ axis: value }),
      ).element,
      checkbox('log', log, (value) => act.change({ log: value })).element,
      compare.element,
    ),
    offer(others, compared) {
      const key = JSON.stringify([others, compared]);
      if (key === offered) return;
      offered = key;
      compare.element.hidden = others.length === 0;
      const options = others.map(({ id, label }) => ({ value: id, text: label }));
      compare.offer([{ value: NOBODY, text: 'compare with…' }, ...options], compared ?? NOBODY);
    },
  };
}
