/** The page: keeps what it is told of runs, and has its parts show it. */
import type { ControlAction } from '../../src/protocol/control';
import type { FindingEvent } from '../../src/protocol/events';
import type { FromTraining, More, OpenTarget, RunInfo, Tab, ToTraining, TrainingState } from '../../src/protocol/training';
import { el } from '../ui/dom';
import { tabs } from '../ui/kit';
import { createControls } from './controls';
import { createCurves } from './curves';
import { createEpochs } from './epochs';
import { createEvaluation } from './evaluation';
import { createFindings } from './findings';
import { createHeader } from './header';
import { createNotice } from './notice';
import { createNumbers } from './numbers';
import { createPace } from './pace';
import { createRun, type Run } from './run';
import { createSettings } from './settings';

export interface Surroundings {
  send(message: FromTraining): void;
  keep(state: TrainingState): void;
  readonly state: TrainingState;
}

export interface App {
  receive(message: ToTraining): void;
}

const TITLES: Readonly<Record<Tab, string>> = {
  curves: 'Curves',
  epochs: 'Epochs',
  evaluation: 'Evaluation',
  settings: 'Settings',
};

export function createApp(body: HTMLElement, { send, keep, state: restored }: Surroundings): App {
  let state = restored;
  let run: Run | undefined;
  let compared: Run | undefined;

  // ── What a person asks for

  const control = (action: ControlAction, value?: number): void => {
    if (isWaiting) {
      header.tell('What was asked for before has no answer yet.', false);
      return;
    }
    wait(true);
    send({ type: 'control', action, ...(value !== undefined && { value }) });
  };
  const reveal = (layer: string | undefined): void => send({ type: 'reveal', ...(layer !== undefined && { layer }) });
  const open = (what: OpenTarget): void => send({ type: 'open', what });
  const asks = { continue: () => send({ type: 'continue' }), again: () => send({ type: 'again' }) } as const;

  let isWaiting = false;
  function wait(now: boolean): void {
    isWaiting = now;
    header.wait(now);
  }

  function compare(id: string | undefined): void {
    compared = undefined;
    change({ compared: id });
    send({ type: 'compare', ...(id !== undefined && { id }) });
  }

  function change(by: { readonly [Name in keyof TrainingState]?: TrainingState[Name] | undefined }): void {
    const { compared: with_, ...rest } = { ...state, ...by };
    state = { ...(rest as TrainingState), ...(with_ !== undefined && { compared: with_ }) };
    keep(state);
    show();
  }

  // ── The parts

  const header = createHeader({ control, open, ...asks });
  const notice = createNotice({
    ...asks,
    resume: () => control('resume'),
    terminal: () => open('terminal'),
    finding: () => findings.goTo(),
    reveal,
  });
  const numbers = createNumbers((rate) => control('rate', rate));
  const spoken = el('div', { class: 'spoken', 'aria-live': 'polite' });
  const curves = createCurves({
    hover: (hover) => findings.light(hover?.findings ?? []),
    say: (text) => {
      spoken.textContent = text;
    },
  });
  const epochs = createEpochs();
  const evaluation = createEvaluation();
  const settings = createSettings(open);
  const controls = createControls(state, { change, compare });
  const findings = createFindings({ reveal, point });
  const parts = { curves, epochs, evaluation, settings };
  const views = tabs(
    'Training',
    (Object.keys(TITLES) as Tab[]).map((id) => ({ id, title: TITLES[id], content: parts[id].element })),
    state.tab,
    controls.element,
    (tab) => change({ tab }),
  );

  /** On the curves, wherever one is. */
  function point({ step }: FindingEvent): void {
    change({ tab: 'curves' });
    views.set('curves');
    curves.point(step);
  }

  const main = el('main', { hidden: '' }, numbers.element, views.element, findings.element);
  header.element.hidden = true;
  body.replaceChildren(header.element, notice.element, main, spoken);
  notice.show(undefined);

  // ── What is shown

  const pace = createPace(show);

  function show(): void {
    pace.shown();
    notice.show(run);
    if (run === undefined) return;
    header.element.hidden = main.hidden = false;
    header.show(run);
    numbers.show(run);
    findings.show(run);
    controls.element.hidden = state.tab !== 'curves';
    controls.offer(run.info.others, state.compared);
    if (state.tab === 'curves') {
      curves.show(run, compared && { run: compared, label: labelOf(compared.info, run.info) }, state);
    } else if (state.tab === 'epochs') epochs.show(run);
    else if (state.tab === 'evaluation') evaluation.show(run);
    else settings.show(run);
  }

  const runOf = (id: string): Run | undefined => [run, compared].find((one) => one?.info.id === id);

  function learn(info: RunInfo): void {
    const known = runOf(info.id);
    if (known !== undefined) {
      known.info = info;
      known.lost = undefined;
      show();
    } else if (run === undefined) {
      run = createRun(info);
      change({ directory: info.directory });
    } else {
      compared = createRun(info);
      change({ compared: info.id });
    }
  }

  function take(more: More): void {
    const known = runOf(more.id);
    // Something in between was missed: all is told again to who listens anew.
    if (known !== undefined && more.rows.from > known.history.rows) {
      send({ type: 'ready' });
      return;
    }
    known?.take(more);
    send({ type: 'taken', id: more.id });
    if (known !== undefined) pace.taken(known, more);
  }

  function lose(id: string, reason: string): void {
    const known = runOf(id);
    if (known !== undefined) known.lost = reason;
    if (run === undefined) notice.fail(reason);
    else if (known === run) show();
    else header.tell(reason, false);
    // Kept from before, and nothing of it can be shown: it is not asked for again.
    if (run !== undefined && known === undefined && state.compared === id) compare(undefined);
  }

  return {
    receive(message) {
      switch (message.type) {
        case 'run':
          return learn(message.run);
        case 'more':
          return take(message);
        case 'lost':
          return lose(message.id, message.reason);
        case 'told':
          wait(false);
          return header.tell(message.text, message.ok);
        case 'alone':
          compared = undefined;
          return change({ compared: undefined });
      }
    },
  };
}

/** Short: it stands at the end of a line. The name is left out where both have the same. */
function labelOf(info: RunInfo, { others, name, model }: RunInfo): string {
  const label = others.find(({ id }) => id === info.id)?.label ?? info.model;
  const same = `${name || model}, `;
  return label.startsWith(same) ? label.slice(same.length) : label;
}
