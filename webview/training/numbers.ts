/** The numbers that tell how a training goes, large enough to be read from across the room. */
import edit from '@vscode/codicons/src/icons/edit.svg';
import type { Values } from '../../src/protocol/events';
import { formatCount, formatMetric, formatRate } from '../../src/protocol/format';
import { el, iconOf, refill } from '../ui/dom';
import { textField } from '../ui/kit';
import { RATE } from './chart/content';
import { isLive, measuresOf, type Run } from './run';
import { formatLearningRate, optimizerName } from './words';

export interface Numbers {
  readonly element: HTMLElement;
  show(run: Run): void;
}

interface Shown {
  readonly name: string;
  readonly value: string;
  readonly below: string;
}

export function createNumbers(changeRate: (rate: number) => void): Numbers {
  const [loss, metric, best, speed] = [numberCell(), numberCell(), numberCell(), numberCell()];
  const rate = createRate(changeRate);
  const element = el(
    'dl',
    { class: 'numbers', 'aria-label': 'Measures' },
    ...[loss, metric, best].map(({ element }) => element),
    rate.element,
    speed.element,
  );
  return {
    element,
    show(run) {
      const [first, second] = measuresOf(run);
      const values = valuesOf(run);
      const validated = run.story.epochs.at(-1)?.values ?? {};
      const measure = (name: string): Shown => ({
        name,
        value: formatMetric(name, values[name]) || NONE,
        below: `val_${name}` in validated ? `val ${formatMetric(name, validated[`val_${name}`])}` : '',
      });
      loss.show(measure(first ?? 'loss'));
      metric.show(second === undefined ? undefined : measure(second));
      best.show(bestOf(run));
      rate.show(run);
      speed.show(speedOf(run));
    },
  };
}

const NONE = '–';

/** Means over the epoch, as far as it is. */
const valuesOf = ({ status, story }: Run): Values => status?.progress?.values ?? story.epochs.at(-1)?.values ?? {};

function bestOf({ status, info }: Run): Shown {
  const best = status?.best;
  if (best === undefined) return { name: `best ${info.data.rows.validation > 0 ? 'val_loss' : 'loss'}`, value: NONE, below: '' };
  return {
    name: `best ${best.metric}`,
    value: formatMetric(best.metric, best.value),
    below: `epoch ${formatCount(best.epoch)} ★`,
  };
}

function speedOf({ status }: Run): Shown {
  const speed = status?.progress?.stepsPerSecond;
  if (speed === undefined || speed <= 0) return { name: 'speed', value: NONE, below: 'steps/s' };
  if (speed < 1) return { name: 'speed', value: (1 / speed).toFixed(1), below: 's/step' };
  return { name: 'speed', value: formatRate(speed), below: 'steps/s' };
}

function numberCell() {
  const element = el('div', { class: 'number' });
  return {
    element,
    show(shown: Shown | undefined) {
      element.hidden = shown === undefined;
      if (shown === undefined) return;
      const { name, value, below } = shown;
      refill(element, JSON.stringify(shown), () => [
        el('dt', {}, name),
        el('dd', { class: 'value' }, value),
        el('dd', { class: 'below' }, below),
      ]);
    },
  };
}

/** The one number that a person may change while the training goes on. */
function createRate(change: (rate: number) => void) {
  const element = el('div', { class: 'number' });
  let shown: Run | undefined;
  let isOpen = false;

  function close(hadFocus: boolean): void {
    isOpen = false;
    show();
    if (hadFocus) element.querySelector('button')?.focus();
  }

  function open(): void {
    if (shown === undefined) return;
    isOpen = true;
    const fault = el('dd', { class: 'below', role: 'status' }, 'Enter changes it');
    const field = textField('Learning rate', textOf(shown), {
      entered(text) {
        const rate = Number(text.trim().replace(',', '.'));
        if (text.trim() !== '' && Number.isFinite(rate) && rate > 0) {
          close(true);
          change(rate);
        } else {
          fault.textContent = 'A number above 0, such as 0.001';
          fault.classList.add('bad');
        }
      },
      left: (byKey) => isOpen && close(byKey),
    });
    refill(element, 'field', () => [el('dt', {}, 'learning rate'), el('dd', {}, field.element), fault]);
    field.focus();
  }

  function show(): void {
    if (shown === undefined || isOpen) return;
    const text = textOf(shown);
    const optimizer = shown.info.settings.objectives[0]?.optimizer;
    const name = optimizer === undefined ? '' : optimizerName(optimizer);
    const canChange = isLive(shown);
    const hadFocus = element.contains(document.activeElement);
    refill(element, JSON.stringify([text, name, canChange]), () => {
      const value = el('dd', { class: 'value' }, text);
      if (canChange) value.addEventListener('click', open);
      return [
        el('dt', {}, 'learning rate'),
        value,
        el('dd', { class: 'below' }, ...(canChange ? [changeButton(name, open)] : [name])),
      ];
    });
    if (hadFocus) element.querySelector('button')?.focus();
  }

  return {
    element,
    show(run: Run) {
      shown = run;
      if (isOpen && !isLive(run)) close(false);
      show();
    },
  };
}

function changeButton(optimizer: string, open: () => void): HTMLButtonElement {
  const button = el('button', { class: 'change', type: 'button', title: 'Change the learning rate' }, optimizer, iconOf(edit));
  button.setAttribute('aria-label', `${optimizer}: change the learning rate`);
  button.addEventListener('click', open);
  return button;
}

function textOf({ history, info }: Run): string {
  const written = info.settings.objectives[0]?.optimizer.learningRate;
  const rate = history.last(RATE) ?? (typeof written === 'number' ? written : written?.initialLearningRate);
  return rate === undefined ? NONE : formatLearningRate(rate);
}
