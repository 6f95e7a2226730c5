/**
 * The README as VS Code's page of an installed extension can show it: that loads pictures from https alone and knows no address to
 * which a path could belong. So pictures are left out, which the walkthrough has too, and links to files of the repository are left
 * as words. Once the repository has a public address, vsce makes links of both by its `baseContentUrl` and `baseImagesUrl`. What only
 * who has the repository can do is left out too.
 */
export const selfContained = (text) =>
  text
    .replaceAll(/^## (Quick start|Install|Working on Modelwright)\n[\s\S]*?^(?=## |MIT licence)/gm, '')
    .replaceAll(/^!\[[^\]]*\]\((?!\w+:)[^)]+\)\n+/gm, '')
    .replaceAll(/\[([^\]]*)\]\((?!\w+:|#)[^)]+\)/g, (_, words) => words);
