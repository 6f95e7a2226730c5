/** Where a webview finds what its page is made of. */
import { randomBytes } from 'node:crypto';
import { Uri, type Webview } from 'vscode';
import type { PageParts } from './page';

/** `name`: of the script and the style sheet in `dist/webview/`. */
export function pagePartsOf(webview: Webview, extensionUri: Uri, name: string): PageParts {
  const address = (file: string): string => webview.asWebviewUri(Uri.joinPath(extensionUri, 'dist', 'webview', file)).toString();
  return {
    script: address(`${name}.js`),
    style: address(`${name}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
  };
}
