/** Texts for hovers. What a model file names must stay a text there: no link, no picture, no HTML, no command. */

/** Every sign that Markdown could take for more is escaped; a line break ends nothing. */
export const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);

/** Lines of one paragraph. */
export const lines = (texts: readonly string[]): string => texts.join('  \n');

export const paragraphs = (texts: readonly string[]): string => texts.join('\n\n');
