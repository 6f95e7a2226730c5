import { basename, dirname } from 'node:path';
import { window } from 'vscode';
import type { Command } from './command';
import { directoryOf, pickRun } from './which-run';

export const compareRuns: Command = {
  /** A tree gives the item that was clicked, then all that are selected. */
  async run({ runs, panels }, clicked, selected) {
    const given = (Array.isArray(selected) ? selected : [clicked]).flatMap((run) => directoryOf(run) ?? []);
    if (given.length > 2) return window.showInformationMessage('Two runs can be compared. Select no more than that.');
    const first = given[0] ?? panels.active ?? (await pickRun(runs.all, 'Which run?'));
    if (first === undefined) return;
    // Curves of another project are in files that this one's panel does not know.
    const others = runs.all.filter(({ directory }) => directory !== first && dirname(directory) === dirname(first));
    const second = given[1] ?? (await pickRun(others, 'Compare it with which run?'));
    if (second === undefined) return;
    if (dirname(second) !== dirname(first)) return window.showInformationMessage('Only runs of one project can be compared.');
    panels.show(first, { compare: basename(second) });
  },
  failed: "The runs can't be compared. Was one of them deleted?",
};
