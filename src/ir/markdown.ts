/** Texts for hovers and tooltips. What a model file names must stay a text there: no link, no picture, no HTML, no command. */

/**
 * A text of one line, of which Markdown takes nothing for more. Signs that never mean anything, as the comma and the brackets in
 * `2,570 (line 7)`, stay as they are: not every editor takes the backslash away.
 */
export const plain = (text: string): string => text.replace(/\s+/g, ' ').replace(SIGNS, (sign) => `\\${sign}`);

/** Those that mean something anywhere; the full stop, which makes addresses, but not in numbers; and what would begin a list or a heading. */
const SIGNS = /[!#$&*/:<>@[-`{-~]|(?<!\d)\.|\.(?!\d)|(?<=^ ?\d*)[-+=)]/g;

/** Lines of one paragraph. */
export const lines = (texts: readonly string[]): string => texts.join('  \n');

export const paragraphs = (texts: readonly string[]): string => texts.join('\n\n');
