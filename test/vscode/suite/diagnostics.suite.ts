import { deepEqual, equal, match } from 'node:assert/strict';
import { suite, test } from 'mocha';
import { type CodeAction, commands, DiagnosticSeverity, languages, workspace } from 'vscode';
import { diagnostics, draft, eventually, open, ours, replace } from './editor';

suite('diagnostics', () => {
  test('point at the argument that is wrong, and the fix puts it right', async () => {
    const editor = await draft('digits.model.ts');
    const { document } = editor;
    const text = document.getText();
    await replace(editor, 'dense(10,', 'dense(9,');
    const [fault, ...others] = await diagnostics(document, ({ length }) => length > 0);
    deepEqual(others, []);
    equal(document.getText(fault?.range), '9');
    equal(fault?.severity, DiagnosticSeverity.Error);
    match(fault.message, /9 units/);
    match(fault.message, /10 classes/);

    const fixes = await commands.executeCommand<CodeAction[]>('vscode.executeCodeActionProvider', document.uri, fault.range);
    const fix = fixes.find(({ title, isPreferred }) => isPreferred && title.includes('10'));
    if (fix?.edit === undefined) throw new Error(`No fix among ${fixes.map(({ title }) => title).join()}`);
    await workspace.applyEdit(fix.edit);
    equal(document.getText(), text);
    await diagnostics(document, ({ length }) => length === 0);
  });

  test('of TypeScript are not given twice', async () => {
    const editor = await draft('digits.model.ts');
    const { document } = editor;
    await replace(editor, 'dense(10,', 'dense(9,');
    await diagnostics(document, ({ length }) => length === 1);
    // A bracket is missing, and a name.
    await replace(editor, 'flatten()(x)', 'flatten((y)');
    await eventually(
      () => languages.getDiagnostics(document.uri).filter(({ source }) => source === 'ts'),
      ({ length }) => length > 0,
    );
    await diagnostics(document, ({ length }) => length === 0);
    await replace(editor, 'flatten((y)', 'flatten()(y)');
    await eventually(
      () => languages.getDiagnostics(document.uri),
      (found) => found.some(({ source, message }) => source === 'ts' && message.includes("'y'")),
    );
    deepEqual(await diagnostics(document, (found) => !found.some(({ message }) => message.includes('y'))), []);
  });

  test('know what stands unsaved in the file beside', async () => {
    const parts = await open('beside/parts.ts');
    await replace(parts, 'classes = 10', 'classes = 9');
    const whole = await open('beside/whole.model.ts');
    const [fault] = await diagnostics(whole.document, ({ length }) => length > 0);
    match(fault?.message ?? '', /9 units.*10 classes/);
    const [sibling] = workspace.textDocuments.filter(({ fileName }) => fileName.endsWith('parts.ts'));
    if (sibling === undefined) throw new Error('parts.ts is not open.');
    await replace(await open('beside/parts.ts'), 'classes = 9', 'classes = 10');
    await diagnostics(whole.document, ({ length }) => length === 0);
    deepEqual(ours(sibling), []);
  });
});
