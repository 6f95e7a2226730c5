/** Lines at the end of a terminal that are drawn again in place, below lines that stay. */

export interface Live {
  /** Lines that stay, above what changes. */
  keep(lines: readonly string[]): void;
  /** What stands there from now on. Lines must not be wider than the terminal. */
  draw(lines: readonly string[]): void;
  /** Takes away what changes, and shows the cursor again. */
  close(): void;
}

const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const CLEAR_LINE = '\x1b[K';
const CLEAR_BELOW = '\x1b[J';

export function createLive(write: (text: string) => void): Live {
  let drawn: readonly string[] = [];
  let hidden = false;
  // One write for each change, so that a terminal never shows half of one.
  const show = (kept: readonly string[], lines: readonly string[], cursor: string): void => {
    const up = drawn.length > 0 ? `\x1b[${drawn.length}A\r` : '';
    write(`${up}${[...kept, ...lines].map((line) => `${line}${CLEAR_LINE}\n`).join('')}${CLEAR_BELOW}${cursor}`);
    drawn = lines;
  };
  return {
    keep: (lines) => show(lines, drawn, ''),
    draw(lines) {
      show([], lines, hidden ? '' : HIDE_CURSOR);
      hidden = true;
    },
    close() {
      if (hidden) show([], [], SHOW_CURSOR);
      hidden = false;
    },
  };
}
