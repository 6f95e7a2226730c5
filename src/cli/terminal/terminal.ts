/** Where a command prints to. */
import { type Style, styleFor } from './style';

/** What renderers need to know of a terminal. */
export interface Looks {
  readonly style: Style;
  /** Cells in a line; without end in a pipe. */
  readonly columns: number;
}

export interface Terminal extends Looks {
  /** Lines can be drawn again in place. */
  readonly interactive: boolean;
  readonly rows: number;
  /** Aborted once nobody reads any more: the other end of the pipe is closed. */
  readonly gone: AbortSignal;
  out(text: string): void;
  err(text: string): void;
}

export function processTerminal({ stdout, stderr, env }: NodeJS.Process): Terminal {
  const gone = new AbortController();
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone.abort('SIGPIPE');
  });
  // There is nowhere left to say so.
  stderr.on('error', () => {});
  return {
    style: styleFor(stdout.isTTY === true, env),
    interactive: stdout.isTTY === true && env['TERM'] !== 'dumb',
    get columns() {
      return stdout.isTTY === true ? stdout.columns || 80 : Infinity;
    },
    get rows() {
      return stdout.rows || 24;
    },
    gone: gone.signal,
    out(text) {
      if (!gone.signal.aborted) stdout.write(text);
    },
    err(text) {
      stderr.write(text);
    },
  };
}

export const asText = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
