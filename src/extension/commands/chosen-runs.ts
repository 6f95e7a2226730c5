/** Which runs a command of the view is for. */
import { window } from 'vscode';
import { type Surveyed, surveyRun } from '../../runs/survey';
import { withoutIcons } from '../plain-message';
import { describe, nameOf } from '../training/run-words';
import type { Services } from './command';

interface Choice {
  readonly placeHolder: string;
  /** Those that it can be done to. */
  readonly filter: (run: Surveyed) => boolean;
  /** What is said where there is none. */
  readonly none: string;
}

/** What the view's keys give instead of a row. */
const SELECTION = 'selection';

/** That of the menu's row or of a panel, or the one that a person chooses; undefined: none, and a person knows why. */
export async function chosenRun(services: Services, args: readonly unknown[], choice: Choice): Promise<Surveyed | undefined> {
  const given = givenRuns(services, args);
  if (given !== undefined) return given.find(choice.filter) ?? said(choice.none);
  const items = itemsOf(services, choice);
  if (items.length === 0) return said(choice.none);
  return (await window.showQuickPick(items, { placeHolder: choice.placeHolder, matchOnDescription: true }))?.run;
}

/** As above, for as many as are selected. */
export async function chosenRuns(services: Services, args: readonly unknown[], choice: Choice): Promise<readonly Surveyed[]> {
  const given = givenRuns(services, args)?.filter(choice.filter);
  if (given !== undefined && given.length > 0) return given;
  const items = given === undefined ? itemsOf(services, choice) : [];
  if (items.length === 0) return said(choice.none) ?? [];
  const options = { placeHolder: choice.placeHolder, matchOnDescription: true, canPickMany: true } as const;
  return ((await window.showQuickPick(items, options)) ?? []).map(({ run }) => run);
}

/**
 * The menu gives the row that it was opened on, and all rows that are selected; undefined: it was no menu. As they are on the disk:
 * a panel may know sooner than the list that a process has ended, and offer what the list would refuse.
 */
function givenRuns({ runs, tree }: Services, [item, selected]: readonly unknown[]): readonly Surveyed[] | undefined {
  if (item === undefined) return undefined;
  const ids = item === SELECTION ? tree.selection : Array.isArray(selected) ? selected : [item];
  return ids.flatMap((id) => {
    const found = typeof id === 'string' ? runs.find(id) : undefined;
    return found === undefined ? [] : surveyRun(found.directory);
  });
}

const itemsOf = ({ runs, panels }: Services, { filter }: Choice) =>
  runs.all
    .filter(filter)
    // The one that is looked at comes first.
    .sort((one, other) => Number(other.directory === panels.active) - Number(one.directory === panels.active))
    .map((run) => ({ label: withoutIcons(nameOf(run)), description: withoutIcons(describe(run)), run }));

function said(text: string): undefined {
  void window.showInformationMessage(text);
}
