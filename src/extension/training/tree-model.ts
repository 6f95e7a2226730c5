/** The tree of runs as it is shown: by model file, the newest run first. */
import type { Surveyed } from '../../runs/survey';
import { canContinue, conditionOf, describe, isLive, nameOf, type RunCondition, tooltipOf } from './run-words';

/** All that a row shows; two that are equal look the same. */
export interface Row {
  /** The path of the run's directory, or a text that begins with `group:`. Stays with what the row stands for. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** Markdown; absent: the path of `file`. */
  readonly tooltip?: string;
  readonly condition?: RunCondition;
  /** The model file of a group. */
  readonly file?: string;
  /** What menus go by: words. */
  readonly context: string;
  readonly children: readonly Row[];
}

export interface Surroundings {
  /** Absolute path of the model file of a run. */
  readonly fileOf: (run: Surveyed) => string | undefined;
  /** The path as it is shown, with `/`. */
  readonly shown: (path: string) => string;
  /** Milliseconds since 1970. */
  readonly now?: number;
}

/** `runs`: the newest first. A model file with a single run has no group around it; damaged runs stand last. */
export function treeOf(runs: readonly Surveyed[], { fileOf, shown, now }: Surroundings): readonly Row[] {
  const files = new Map<string, Map<string, Surveyed[]>>();
  const homeless: Surveyed[] = [];
  for (const run of runs) {
    const file = fileOf(run);
    if (file === undefined || 'damage' in run) {
      homeless.push(run);
      continue;
    }
    const trainings = files.get(file) ?? new Map<string, Surveyed[]>();
    const { name } = run.record.settings;
    trainings.set(name, [...(trainings.get(name) ?? []), run]);
    files.set(file, trainings);
  }
  const byPath = [...files].sort(([one], [other]) => (shown(one) < shown(other) ? -1 : 1));
  const groups = byPath.flatMap(([file, trainings]) =>
    [...trainings]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, members]) => {
        const rows = members.map((run) => runRow(run, now));
        const [only, ...others] = rows;
        if (only !== undefined && others.length === 0) return only;
        return groupRow(file, trainings.size > 1 ? `#${name}` : '', shown(file), rows);
      }),
  );
  return [...groups, ...homeless.map((run) => runRow(run, now))];
}

function groupRow(file: string, training: string, shown: string, children: readonly Row[]): Row {
  const [, folder = '', name = shown] = /^(?:(.*)\/)?([^/]+)$/.exec(shown) ?? [];
  return {
    id: `group:${file}${training}`,
    label: `${name}${training}`.replace(/\s+/g, ' '),
    description: folder,
    file,
    context: 'group',
    children,
  };
}

function runRow(run: Surveyed, now?: number): Row {
  const condition = conditionOf(run);
  const words = 'damage' in run ? [] : [isLive(run) ? 'live' : 'ended', ...(canContinue(run) ? ['resumable'] : [])];
  return {
    id: run.directory,
    label: nameOf(run),
    description: describe(run, now),
    tooltip: tooltipOf(run, now),
    condition,
    context: ['run', ...words, condition].join(' '),
    children: [],
  };
}

/**
 * Ids of the rows to draw again between two trees: those that look different and those whose children come, go or move;
 * undefined: the roots do.
 */
export function changedRows(before: readonly Row[], after: readonly Row[]): readonly string[] | undefined {
  if (!sameIds(before, after)) return undefined;
  return after.flatMap((row, index) => {
    const old = before[index];
    if (old === undefined || !sameIds(old.children, row.children) || !looksSame(old, row)) return [row.id];
    return changedRows(old.children, row.children) ?? [];
  });
}

/** The rows without what changes all the time while a run is trained. */
export const withoutProgress = (rows: readonly Row[]): readonly Row[] =>
  rows.map((row) => ({
    ...row,
    ...(/\blive\b/.test(row.context) && { description: '', tooltip: '' }),
    children: withoutProgress(row.children),
  }));

const sameIds = (one: readonly Row[], other: readonly Row[]): boolean =>
  one.length === other.length && one.every(({ id }, index) => id === other[index]?.id);

const looksSame = ({ children: _, ...one }: Row, { children: __, ...other }: Row): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
