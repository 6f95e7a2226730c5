/** The page that the training's script fills. */
import { attribute, type PageParts } from '../preview/html';

export const trainingHtml = (parts: PageParts): string => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trainingPolicy(parts)}">
<meta property="csp-nonce" content="${attribute(parts.nonce)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Training</title>
<link rel="stylesheet" href="${attribute(parts.style)}">
</head>
<body>
<script nonce="${attribute(parts.nonce)}" src="${attribute(parts.script)}"></script>
</body>
</html>
`;

/** Scripts and the toolkit's style sheets, which it puts in at run time, by nonce only; it reads the nonce from the page's head. */
export const trainingPolicy = ({ cspSource, nonce }: Pick<PageParts, 'cspSource' | 'nonce'>): string =>
  [
    `default-src 'none'`,
    `script-src 'nonce-${attribute(nonce)}'`,
    `style-src ${attribute(cspSource)} 'nonce-${attribute(nonce)}'`,
    `font-src ${attribute(cspSource)}`,
  ].join('; ');
