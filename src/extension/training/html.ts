/** The page that the script of a training's panel fills. */
import { type PageParts, pageHtml } from '../page';

/** The controls of the page make style sheets of their own, with the nonce that they find in its head. */
export const trainingHtml = (parts: PageParts): string =>
  pageHtml({
    ...parts,
    title: 'Training',
    policy: [`style-src ${parts.cspSource} 'nonce-${parts.nonce}'`],
    meta: { 'csp-nonce': parts.nonce },
  });
