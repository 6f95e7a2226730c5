/** The page that the preview's script fills. */
import { type PageParts, pageHtml } from '../page';

/**
 * Mermaid writes style attributes, which can't be allowed one by one; style sheets come from the extension alone. A saved PNG is
 * drawn from a data: picture.
 */
export const previewHtml = (parts: PageParts): string =>
  pageHtml({
    ...parts,
    title: 'Architecture',
    policy: [`style-src-elem ${parts.cspSource}`, `style-src-attr 'unsafe-inline'`, 'img-src data:'],
  });
