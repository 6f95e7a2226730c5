/** What the pages of all webviews have in common. */

export interface PageParts {
  /** Addresses as the webview sees them. */
  readonly script: string;
  readonly style: string;
  /** What the webview calls the place its files come from. */
  readonly cspSource: string;
  /** Fresh for every page; letters and digits. */
  readonly nonce: string;
}

interface PageText extends PageParts {
  readonly title: string;
  /** Beside `default-src 'none'`, and scripts by nonce only. */
  readonly policy: readonly string[];
  /** What the script finds in the head. */
  readonly meta?: Readonly<Record<string, string>>;
}

/** A page that its script fills. */
export const pageHtml = ({ script, style, nonce, title, policy, meta = {} }: PageText): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policyOf(nonce, policy))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${Object.entries(meta)
  .map(([name, content]) => `<meta property="${attribute(name)}" content="${attribute(content)}">\n`)
  .join('')}<title>${title}</title>
<link rel="stylesheet" href="${attribute(style)}">
</head>
<body>
<script nonce="${attribute(nonce)}" src="${attribute(script)}"></script>
</body>
</html>
`;

const policyOf = (nonce: string, policy: readonly string[]): string =>
  [`default-src 'none'`, `script-src 'nonce-${nonce}'`, ...policy].join('; ');

const attribute = (text: string): string => text.replace(/["<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
