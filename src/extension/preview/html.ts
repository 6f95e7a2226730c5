/** The page that the preview's script fills. */

export interface PageParts {
  /** Addresses as the webview sees them. */
  readonly script: string;
  readonly style: string;
  /** What the webview calls the place its files come from. */
  readonly cspSource: string;
  /** Fresh for every page; letters and digits. */
  readonly nonce: string;
}

export const previewHtml = ({ script, style, cspSource, nonce }: PageParts): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy({ cspSource, nonce })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Architecture</title>
<link rel="stylesheet" href="${attribute(style)}">
</head>
<body>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;

/**
 * Scripts run by nonce only. Mermaid writes style attributes, which can't be allowed one by one; style sheets come from the
 * extension alone. A saved PNG is drawn from a data: picture.
 */
export const contentSecurityPolicy = ({ cspSource, nonce }: Pick<PageParts, 'cspSource' | 'nonce'>): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${attribute(nonce)}'`,
    `style-src-elem ${attribute(cspSource)}`,
    `style-src-attr 'unsafe-inline'`,
    `img-src data:`,
  ].join('; ');

export const attribute = (text: string): string => text.replace(/["<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
