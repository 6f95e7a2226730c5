/** The quick fix for `import ... from 'modelwright'` where TypeScript 7 has no types for it. */
import { CodeAction, CodeActionKind, type Disposable, languages } from 'vscode';
import { lacksTypes } from './types-setup';

export const offerTypes = (): Disposable =>
  languages.registerCodeActionsProvider(
    { language: 'typescript', scheme: 'file' },
    {
      provideCodeActions(document, _range, { diagnostics }) {
        const found = diagnostics.filter(({ code, message }) =>
          lacksTypes({ code: typeof code === 'object' ? code.value : code, message }),
        );
        if (found.length === 0) return [];
        const title = 'Add the types of model files to the project';
        const action = new CodeAction(title, CodeActionKind.QuickFix);
        action.diagnostics = found;
        action.isPreferred = true;
        action.command = { command: 'modelwright.addTypes', title, arguments: [document.uri] };
        return [action];
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );
