import { deepEqual, equal, match } from 'node:assert/strict';
import { afterEach, suite, test } from 'mocha';
import { commands, FileType, languages, Uri, workspace } from 'vscode';
import { eventually, find, open, replace } from './editor';

suite('types of a model file', () => {
  afterEach(() => commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  test('come with the extension: TypeScript names the option that is wrong', async () => {
    const editor = await open('digits.model.ts');
    await replace(editor, "name: 'scan'", "nam: 'scan'");
    const found = await eventually(
      () => languages.getDiagnostics(editor.document.uri).filter(({ source }) => source === 'ts'),
      (all) => all.length > 0,
    );
    deepEqual(
      found.map(({ code }) => code),
      [2561],
    );
    deepEqual(found[0]?.range, find(editor.document, 'nam'));
  });

  test('are written into the project by a command', async () => {
    const { document } = await open('digits.model.ts');
    await commands.executeCommand('modelwright.addTypes', document.uri);
    const folder = Uri.joinPath(document.uri, '..');
    const text = (await workspace.openTextDocument(Uri.joinPath(folder, 'tsconfig.json'))).getText();
    match(text, /"modelwright": \[\s*"\.\/\.modelwright\/types\/modelwright\.d\.ts"\s*\]/);
    match(text, /"strict": true/);
    const { type } = await workspace.fs.stat(Uri.joinPath(folder, '.modelwright/types/modelwright.d.ts'));
    equal(type, FileType.File);
  });
});
