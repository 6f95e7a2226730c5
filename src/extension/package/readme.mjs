// The README as VS Code's page of the extension can show it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * That page loads pictures from the network or from the text itself, and knows no address to which a path could belong: pictures
 * go into the text, and what was a link to a file of the repository is left as words.
 */
export const selfContained = (text, root) =>
  text
    .replaceAll(/!\[([^\]]*)\]\((?!\w+:)([^)]+\.png)\)/g, (_, alt, path) => `![${alt}](${dataUri(join(root, path))})`)
    .replaceAll(/(?<!!)\[([^\]]*)\]\((?!\w+:|#)[^)]+\)/g, (_, words) => words);

const dataUri = (path) => `data:image/png;base64,${readFileSync(path).toString('base64')}`;
