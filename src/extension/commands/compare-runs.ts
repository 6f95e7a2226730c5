import { dirname } from 'node:path';
import { window } from 'vscode';
import type { Surveyed } from '../../runs/survey';
import { chosenRun } from './chosen-runs';
import type { Command } from './command';

export const compareRuns: Command = {
  async run(services, item, selected) {
    const given = Array.isArray(selected) && selected.length > 0 ? selected : [item ?? services.panels.active];
    if (given.length > 2) return window.showInformationMessage('Two runs can be compared. Select no more than that.');
    const run = await chosenRun(services, [given[0]], {
      placeHolder: 'Which run?',
      filter: (one) => 'record' in one,
      none: 'There is no run here yet. Train a model first.',
    });
    if (run === undefined) return;
    const other = await chosenRun(services, [given[1]], {
      placeHolder: 'Compare it with which run?',
      filter: (one) => isBeside(run, one),
      none: 'A run can be compared with another one of the same project. There is none.',
    });
    if (other !== undefined) services.panels.show(run.directory, { compare: other.id });
  },
  failed: "The runs can't be compared. Was one of them deleted?",
};

/** By the directory: a run that is trained is read again and again. */
const isBeside = ({ directory }: Surveyed, other: Surveyed): boolean =>
  'record' in other && other.directory !== directory && dirname(other.directory) === dirname(directory);
