/** What the language server is told of the editor. */
import { Disposable, extensions, workspace } from 'vscode';
import type { ServerSettings } from '../../protocol/editor';

export function serverSettings(): ServerSettings {
  const own = workspace.getConfiguration('modelwright');
  return {
    v: 1,
    trusted: workspace.isTrusted,
    typescriptIsActive: TYPESCRIPT.some((id) => extensions.getExtension(id) !== undefined),
    inlayHints: own.get('inlayHints.enabled', true),
    codeLens: own.get('codeLens.enabled', true),
  };
}

/** TypeScript 6 and TypeScript 7; VS Code takes away the one that is switched off, and both in Restricted Mode. */
const TYPESCRIPT = ['vscode.typescript-language-features', 'TypeScriptTeam.native-preview'];

export const onServerSettings = (changed: () => void): Disposable =>
  Disposable.from(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('modelwright')) changed();
    }),
    workspace.onDidGrantWorkspaceTrust(changed),
    extensions.onDidChange(changed),
  );
