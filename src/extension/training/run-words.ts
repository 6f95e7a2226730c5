/** How a run is called and described wherever it stands in a list. All of it is text: names come from model files and people. */

import { lines, plain } from '../../ir/markdown';
import { canGoOn, isLiveState, stateWord } from '../../protocol/exit-codes';
import { formatMetric } from '../../protocol/format';
import { whenText } from '../../protocol/when';
import { bestText, epochsText, evaluationText, factsOf } from '../../runs/facts';
import { hasCheckpoint } from '../../runs/read';
import type { Surveyed, WholeRun } from '../../runs/survey';

export type RunCondition = WholeRun['status']['state'] | 'damaged';

export const conditionOf = (run: Surveyed): RunCondition => ('damage' in run ? 'damaged' : run.status.state);

/** Whether a process trains it now. */
export const isLive = (run: Surveyed): boolean => isLiveState(conditionOf(run));

/** Those that are trained now. */
export const liveIn = (runs: readonly Surveyed[]): readonly WholeRun[] =>
  runs.filter((run): run is WholeRun => !('damage' in run) && isLive(run));

export const canContinue = (run: Surveyed): boolean => canGoOn(conditionOf(run), hasCheckpoint(run.directory, 'last'));

/** What a person called it, else its model. */
export const nameOf = (run: Surveyed): string =>
  'damage' in run ? run.id : oneLine(run.meta.name) || oneLine(run.record.settings.model) || run.id;

/** `digitsCnn, yesterday 10:45`: enough to tell it apart. */
export const labelOf = (run: Surveyed, now?: number): string =>
  'damage' in run ? run.id : `${nameOf(run)}, ${beganText(run, now)}`;

/** `7/20 · loss 0.142` while it is trained, `val_loss 0.0455 · today 10:45` afterwards. */
export function describe(run: Surveyed, now?: number): string {
  if ('damage' in run) return 'damaged';
  const { state } = run.status;
  const parts = isLive(run)
    ? [state === 'running' ? '' : state, progressText(run)]
    : [bestText(run), beganText(run, now), state === 'done' ? '' : state];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `7/20 · loss 0.142`; empty before the first epoch begins. */
export function progressText(run: WholeRun): string {
  const { epoch, progress } = run.status;
  if (epoch === 0) return '';
  const loss = progress?.values['loss'];
  return loss === undefined ? epochsText(run) : `${epochsText(run)} · loss ${formatMetric('loss', loss)}`;
}

/** All that is to say, in Markdown that makes nothing else of it than text. */
export function tooltipOf(run: Surveyed, now?: number): string {
  const head = `**${plain(nameOf(run))}** ${stateWord(conditionOf(run))}`;
  if ('damage' in run) return lines([head, plain(run.damage), plain(run.directory)]);
  const facts = [...factsOf(run, beganText(run, now)), ['evaluation', evaluationText(run)], ['folder', run.directory]] as const;
  const rows = facts.filter(([, text]) => text !== '').map(([name, text]) => `| ${name} | ${plain(text)} |`);
  return [head, '', '| | |', '|:--|:--|', ...rows].join('\n');
}

const beganText = ({ record }: WholeRun, now?: number): string => whenText(Date.parse(record.created), now);

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
