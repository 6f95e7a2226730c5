/** Above all: which run, how it goes, where it is, on what it runs, and what can be done about it. */
import debugContinue from '@vscode/codicons/src/icons/debug-continue.svg';
import pause from '@vscode/codicons/src/icons/debug-pause.svg';
import again from '@vscode/codicons/src/icons/debug-restart.svg';
import stop from '@vscode/codicons/src/icons/debug-stop.svg';
import save from '@vscode/codicons/src/icons/save.svg';
import terminal from '@vscode/codicons/src/icons/terminal.svg';
import type { ControlAction } from '../../src/protocol/control';
import { engineText } from '../../src/protocol/engine';
import { counted, formatCount, formatDuration } from '../../src/protocol/format';
import type { OpenTarget, RunStatus } from '../../src/protocol/training';
import { dateText } from '../../src/protocol/when';
import { el, iconButton, link, refill } from '../ui/dom';
import { isLive, type Run } from './run';
import { canContinue, namedState } from './words';

export interface HeaderActions {
  control(action: ControlAction): void;
  continue(): void;
  again(): void;
  open(what: OpenTarget): void;
}

export interface Header {
  readonly element: HTMLElement;
  show(run: Run): void;
  /** Whether something was asked for and has not been answered: nothing else is asked for meanwhile. */
  wait(isWaiting: boolean): void;
  /** What came of it, for some seconds. */
  tell(text: string, ok: boolean): void;
}

const TOLD_MS = 8000;

export function createHeader(act: HeaderActions): Header {
  const bar = el('div', {
    class: 'progress',
    role: 'progressbar',
    'aria-label': 'Progress',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
  });
  const done = el('span');
  bar.append(done);
  const title = el('div', { class: 'title' });
  const facts = el('div', { class: 'facts' });
  const told = el('div', { class: 'told', role: 'status' });
  const tools = {
    pause: iconButton(pause, 'Pause', () => act.control('pause')),
    resume: iconButton(debugContinue, 'Resume', () => act.control('resume')),
    stop: iconButton(stop, 'Stop, and keep the best weights', () => act.control('stop')),
    checkpoint: iconButton(save, 'Save a checkpoint now', () => act.control('checkpoint')),
    continue: iconButton(debugContinue, 'Continue from the last checkpoint', act.continue),
    again: iconButton(again, 'Train again', act.again),
    terminal: iconButton(terminal, 'Show the terminal', () => act.open('terminal')),
  };
  const toolbar = el('div', { class: 'tools', role: 'toolbar', 'aria-label': 'Training' }, ...Object.values(tools));
  const openSource = (): void => act.open('source');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let state: RunStatus['state'] | undefined;

  function forget(): void {
    clearTimeout(timer);
    told.textContent = '';
  }

  /** The focus stays in the toolbar when the button that has it goes. */
  function showTools(run: Run): void {
    const live = isLive(run);
    const isPaused = run.status?.state === 'paused';
    const shown: Readonly<Record<keyof typeof tools, boolean>> = {
      pause: live && !isPaused,
      resume: live && isPaused,
      stop: live,
      checkpoint: live,
      continue: canContinue(run),
      again: !live && run.status !== undefined,
      terminal: live,
    };
    const hadFocus = toolbar.contains(document.activeElement);
    for (const [name, button] of Object.entries(tools)) button.hidden = !shown[name as keyof typeof tools];
    if (hadFocus && !toolbar.contains(visibleFocus()))
      Object.values(tools)
        .find(({ hidden }) => !hidden)
        ?.focus();
  }

  return {
    element: el('header', {}, bar, el('div', { class: 'top' }, title, toolbar), el('div', { class: 'below' }, facts, told)),
    show(run) {
      const { info, status } = run;
      // A new state has words of its own.
      if (status?.state !== state) forget();
      state = status?.state;
      refill(title, JSON.stringify([info.name, info.model, info.file, status?.state, run.lost]), () => titleOf(run, openSource));
      const known = factsOf(run);
      refill(facts, JSON.stringify(known), () =>
        known.map(({ text, kind }) => el('span', kind === undefined ? {} : { class: kind }, text)),
      );
      const share = shareDone(run);
      bar.setAttribute('aria-valuenow', String(Math.floor(100 * share)));
      bar.classList.toggle('still', !isLive(run) || status?.state === 'paused');
      bar.classList.toggle('whole', status?.state === 'done');
      done.style.width = `${100 * share}%`;
      showTools(run);
    },
    wait(isWaiting) {
      for (const button of Object.values(tools)) button.setAttribute('aria-disabled', String(isWaiting));
    },
    tell(text, ok) {
      forget();
      told.textContent = text;
      told.classList.toggle('bad', !ok);
      timer = setTimeout(forget, TOLD_MS);
    },
  };
}

const visibleFocus = (): Element | null => {
  const focused = document.activeElement;
  return focused instanceof HTMLElement && focused.hidden ? null : focused;
};

function titleOf({ info, status, lost }: Run, openSource: () => void): HTMLElement[] {
  const name = info.name === '' ? info.model : info.name;
  const file = link(info.file, openSource);
  file.title = 'Open the model file';
  const { word, tone } = lost !== undefined ? LOST : namedState(status?.state ?? 'starting');
  return [
    el('h1', { title: name }, name),
    ...(info.name === '' ? [] : [el('span', { class: 'quiet' }, info.model)]),
    file,
    el('span', { class: `state ${tone}` }, word),
  ];
}

const LOST = { word: 'Lost', tone: 'waiting' } as const;

interface Fact {
  readonly text: string;
  readonly kind?: string;
}

function factsOf(run: Run): Fact[] {
  const { info, status } = run;
  const { engine, settings, created } = info;
  const progress = status?.progress;
  const live = isLive(run);
  const epochs = progress?.epochs ?? settings.epochs;
  const epoch = status === undefined || status.epoch === 0 ? undefined : Math.min(status.epoch, epochs);
  const left = live && status?.state === 'running' ? progress?.secondsLeft : undefined;
  const speed = progress?.stepsPerSecond;
  const texts = [
    epoch === undefined ? counted(epochs, 'epoch') : `epoch ${formatCount(epoch)} of ${formatCount(epochs)}`,
    ...(left === undefined ? [] : [`about ${formatDuration(left)} left`]),
    ...(live ? [] : [dateText(created)]),
    engineText(engine),
    ...(speed === undefined || speed <= 0 ? [] : [`${millisecondsPerStep(1000 / speed)} ms/step`]),
    `seed ${settings.seed}`,
  ];
  return [
    ...texts.map((text) => ({ text })),
    ...(info.outdated ? [{ text: 'the file has changed since', kind: 'outdated' }] : []),
  ];
}

const millisecondsPerStep = (time: number): string => (time < 10 ? time.toFixed(1) : formatCount(Math.round(time)));

function shareDone({ status, info, story }: Run): number {
  if (status === undefined) return 0;
  if (status.state === 'done') return 1;
  const steps = status.progress?.steps ?? info.settings.epochs * (story.stepsPerEpoch ?? 0);
  return steps === 0 ? 0 : Math.min(1, status.step / steps);
}
