/** What the status bar says of the runs that are trained now. */
import { lines, plain } from '../../ir/markdown';
import { formatDuration } from '../../protocol/format';
import type { WholeRun } from '../../runs/survey';
import { withoutIcons } from '../plain-message';
import { describe, nameOf, progressText, type RunCondition, tooltipOf } from './run-words';

export interface StatusText {
  readonly text: string;
  /** For screen readers: without icons. */
  readonly label: string;
  /** In Markdown. */
  readonly tooltip: string;
  /** Directory of the run that it is about. */
  readonly directory: string;
}

/**
 * Nothing spins while a training runs, which may be for days: each turn of an icon makes the editor draw its window anew, with all
 * that is in sight, on processors that the training could have had.
 */
const ICONS: { readonly [Condition in RunCondition]?: string } = { starting: 'sync~spin', paused: 'debug-pause' };

/** `live`: the newest first; undefined: nothing is to say. */
export function statusText(live: readonly WholeRun[]): StatusText | undefined {
  const [run, ...others] = live;
  if (run === undefined) return undefined;
  const words = wordsOf(run).join(' · ');
  const more = others.length === 0 ? '' : ` (+${others.length})`;
  const rows = others.map((other) => `${plain(nameOf(other))}: ${plain(describe(other))}`);
  return {
    text: `$(${ICONS[run.status.state] ?? 'pulse'}) ${withoutIcons(words)}${more}`,
    label: `Training ${nameOf(run)}: ${words}${more}`,
    tooltip: [tooltipOf(run), ...(rows.length === 0 ? [] : ['', 'Also training:', '', lines(rows)])].join('\n'),
    directory: run.directory,
  };
}

/** `7/20`, `loss 0.142`, `2 min left` */
function wordsOf(run: WholeRun): string[] {
  const { state, progress } = run.status;
  const done = progressText(run);
  if (state === 'starting' || done === '') return [nameOf(run), 'starting'];
  if (state === 'paused') return [done, 'paused'];
  return [done, ...(progress?.secondsLeft === undefined ? [] : [`${formatDuration(progress.secondsLeft)} left`])];
}
