/** What was read of files that have not changed since: a checker asks the same after every keystroke. */
import type { Found } from './files';

const MOST = 64;

/** Answers by key, the oldest first. A refusal is an answer too. */
export class Memo<T> {
  private readonly answers = new Map<string, Promise<T>>();

  get(key: string, answer: () => Promise<T>): Promise<T> {
    const known = this.answers.get(key) ?? answer();
    // Whoever asks for it again puts it back at the end.
    this.answers.delete(key);
    this.answers.set(key, known);
    const [oldest] = this.answers.keys();
    if (this.answers.size > MOST && oldest !== undefined) this.answers.delete(oldest);
    return known;
  }
}

/** Changes when a file does. */
export const stamp = ({ path, stats }: Pick<Found, 'path' | 'stats'>): string =>
  `${path}|${stats.size}|${stats.mtimeMs}|${stats.ino}`;
