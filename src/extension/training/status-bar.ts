/** One item at the left of the status bar while something is trained; a click on it shows the run. */
import { Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { liveIn } from './run-words';
import type { Runs } from './runs';
import { type StatusText, statusText } from './status-text';

export function showStatus(runs: Runs): Disposable {
  let item: StatusBarItem | undefined;
  let shown: StatusText | undefined;

  function update(): void {
    const status = statusText(liveIn(runs.all));
    if (status === undefined) item?.hide();
    else if (JSON.stringify(status) !== JSON.stringify(shown)) {
      item ??= createItem();
      draw(item, status);
    }
    shown = status;
  }

  function draw(bar: StatusBarItem, { text, label, tooltip, directory }: StatusText): void {
    bar.text = text;
    bar.accessibilityInformation = { label, role: 'button' };
    // It is redrawn under the mouse, so only where it says something else.
    if (shown?.tooltip !== tooltip) bar.tooltip = new MarkdownString(tooltip);
    bar.command = { command: 'modelwright.showTraining', title: 'Show Training', arguments: [directory] };
    bar.show();
  }

  const listening = runs.onDidChange(update);
  return new Disposable(() => {
    listening.dispose();
    item?.dispose();
  });
}

function createItem(): StatusBarItem {
  const item = window.createStatusBarItem('modelwright.training', StatusBarAlignment.Left);
  item.name = 'Modelwright Training';
  return item;
}
