/** What is said of the state a run is in: a word, and one sentence where there is something to know or to do. */
import type { Optimizer } from '../../src/ir/training';
import { canGoOn, stateWord } from '../../src/protocol/exit-codes';
import { formatCount, formatMetric } from '../../src/protocol/format';
import type { Message } from '../../src/protocol/messages';
import type { RunStatus } from '../../src/protocol/training';
import { RATE } from './chart/content';
import type { Run } from './run';
import { lastSaved } from './story';

export type Tone = 'live' | 'waiting' | 'good' | 'quiet' | 'bad';

const TONES: Readonly<Record<RunStatus['state'], Tone>> = {
  starting: 'live',
  running: 'live',
  paused: 'waiting',
  done: 'good',
  stopped: 'quiet',
  diverged: 'bad',
  failed: 'bad',
  interrupted: 'waiting',
};

/** As it stands in the tree of runs and in the terminal, but for its first letter. */
export function namedState(state: RunStatus['state']): { readonly word: string; readonly tone: Tone } {
  const word = stateWord(state);
  return { word: `${word.charAt(0).toUpperCase()}${word.slice(1)}`, tone: TONES[state] };
}

export type Offer = 'resume' | 'continue' | 'again' | 'terminal' | 'finding';

export interface Notice {
  readonly tone: Tone;
  /** Nothing has happened yet, and something will. */
  readonly isWaiting?: true;
  /** Why it ended, with the layer that is to blame. */
  readonly reason?: Message;
  readonly text: string;
  readonly offers: readonly Offer[];
}

/** Undefined: all is as it should be. */
export function noticeOf(run: Run | undefined): Notice | undefined {
  if (run?.lost !== undefined) return { tone: 'waiting', text: `${run.lost} What is shown is what was read before.`, offers: [] };
  if (run?.status === undefined) return waiting('Reading the run…');
  const { status, info } = run;
  const { state, reason, best } = status;
  const why = reason === undefined ? {} : { reason };
  const step = formatCount(status.step);
  const saved = lastSaved(run.story);
  const goesOn = saved === undefined ? '' : `Continue goes on from step ${formatCount(saved)}.`;
  const offers: readonly Offer[] = canContinue(run) ? ['continue'] : ['again'];
  switch (state) {
    case 'starting':
      return waiting('Reading the data…');
    case 'running':
      return run.history.rows === 0 ? waiting('Waiting for the first step…') : undefined;
    case 'paused':
      return { tone: 'waiting', text: `Paused after step ${step}, and saved. Resume goes on from there.`, offers: ['resume'] };
    case 'done': {
      const text = reason === undefined ? endText(info.settings.epochs) : '';
      const weights =
        best &&
        ` The best weights are those of epoch ${formatCount(best.epoch)}, ${best.metric} ${formatMetric(best.metric, best.value)}.`;
      return { tone: 'good', ...why, text: `${text}${weights ?? ''}`.trim(), offers: [] };
    }
    case 'stopped':
      return {
        tone: 'quiet',
        ...why,
        text: `${reason === undefined ? `Stopped after step ${step}. ` : ''}${goesOn}`.trim(),
        offers,
      };
    case 'diverged': {
      const isListed = run.story.findings.some(({ message }) => message.text === reason?.text);
      const text = `The loss is no longer a number after step ${step}.`;
      // The whole reason stands in the list, with its place.
      return isListed || reason === undefined
        ? { tone: 'bad', text, offers: isListed ? ['again', 'finding'] : ['again'] }
        : { tone: 'bad', reason, text: '', offers: ['again'] };
    }
    case 'failed':
      return {
        tone: 'bad',
        ...why,
        text: `${reason === undefined ? `Training failed after step ${step}. ` : ''}${goesOn}`.trim(),
        offers: [...offers, 'terminal'],
      };
    case 'interrupted': {
      const text = saved === undefined ? 'Nothing was saved before. Train again starts anew.' : goesOn;
      return { tone: 'waiting', text: `Its process ended without a word after step ${step}. ${text}`, offers };
    }
  }
}

const endText = (epochs: number): string =>
  epochs === 1 ? 'Its epoch is trained.' : `All ${formatCount(epochs)} epochs are trained.`;

const waiting = (text: string): Notice => ({ tone: 'live', isWaiting: true, text, offers: [] });

export const canContinue = ({ status, lost, story }: Run): boolean =>
  lost === undefined && status !== undefined && canGoOn(status.state, lastSaved(story) !== undefined);

/** `0.002`, `1.5e-4` */
export function formatLearningRate(rate: number): string {
  const rounded = Number(rate.toPrecision(3));
  return rounded !== 0 && (rounded < 1e-3 || rounded >= 1e4) ? rounded.toExponential() : String(rounded);
}

/** `adam`, `adam, cosine decay` */
export function optimizerName({ kind, learningRate }: Optimizer): string {
  return typeof learningRate === 'number' ? kind : `${kind}, ${spaced(learningRate.kind)}`;
}

/** `sparseCategoricalCrossentropy` → `sparse categorical crossentropy` */
export const spaced = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** `learning_rate` → `learning rate`; measures keep Keras's names. */
export const measureName = (measure: string): string => (measure === RATE ? 'learning rate' : measure);
