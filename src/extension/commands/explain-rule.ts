import { commands, languages, type TextEditor, Uri, window, workspace } from 'vscode';
import type { Command } from './command';
import { rulesIn } from './rule-list';

export const explainRule: Command = {
  async run({ extensionUri }, rule) {
    const folder = Uri.joinPath(extensionUri, 'dist/rules');
    const list = await workspace.fs.readFile(Uri.joinPath(folder, 'README.md'));
    const items = rulesIn(new TextDecoder().decode(list));
    const rules = items.map(({ label }) => label);
    const asked = typeof rule === 'string' ? rule : ruleAt(window.activeTextEditor, rules);
    const id = asked ?? (await window.showQuickPick(items, { placeHolder: 'Which rule?', matchOnDescription: true }))?.label;
    if (id === undefined) return;
    const page = rules.includes(id) ? `${id}.md` : 'README.md';
    await commands.executeCommand('markdown.showPreviewToSide', Uri.joinPath(folder, page));
  },
  failed: "The page of the rule can't be shown. `npx modelwright explain` prints it in the terminal.",
};

/** Of the finding under the cursor. */
function ruleAt(editor: TextEditor | undefined, rules: readonly string[]): string | undefined {
  if (editor === undefined) return undefined;
  const found = languages.getDiagnostics(editor.document.uri).filter(({ range }) => range.contains(editor.selection.active));
  const codes = found.map(({ code }) => String(typeof code === 'object' ? code.value : code));
  return codes.find((code) => rules.includes(code));
}
