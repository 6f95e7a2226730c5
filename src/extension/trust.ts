/** What is not done in Restricted Mode. */
import { commands, window } from 'vscode';

/** `why`: a sentence. The way out is offered. */
export async function refuseUntrusted(why: string): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const chosen = await window.showWarningMessage(`${why} Trust the folder first.`, manage);
  if (chosen === manage) await commands.executeCommand('workbench.trust.manage');
}
