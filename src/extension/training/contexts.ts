/** What `when` clauses of the manifest ask about trainings. */
import { commands, Disposable } from 'vscode';
import { modelFileOf } from '../../runs/layout';
import type { Panels } from './panels';
import { conditionOf, liveIn } from './run-words';
import type { Runs } from './runs';

export function keepContexts(runs: Runs, panels: Panels): Disposable {
  const told = new Map<string, string>();

  function tell(name: string, value: unknown): void {
    const text = JSON.stringify(value) ?? '';
    if (told.get(name) === text) return;
    told.set(name, text);
    void commands.executeCommand('setContext', `modelwright.${name}`, value);
  }

  function update(): void {
    const live = liveIn(runs.all);
    tell('hasLiveRun', live.length > 0);
    tell(
      'hasPausedRun',
      live.some(({ status }) => status.state === 'paused'),
    );
    // Compared with `resourcePath`, so that each editor has the right buttons, the active one or not.
    tell('filesInTraining', [...new Set(live.map((run) => modelFileOf(run.directory, run.record)))]);
    panelChanged();
  }

  function panelChanged(): void {
    const shown = panels.active === undefined ? undefined : runs.find(panels.active);
    tell('shownRun', shown && conditionOf(shown));
  }

  return Disposable.from(runs.onDidChange(update), panels.onDidChangeActive(panelChanged));
}
