/** Asks a person yes or no. */
import { createInterface } from 'node:readline/promises';

/** No is the default. Undefined where nobody can answer: the input is no terminal. */
export async function confirm(question: string): Promise<boolean | undefined> {
  if (process.stdin.isTTY !== true) return undefined;
  // The question goes to stderr, so that it is seen where stdout goes to a file.
  const dialog = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  // Ctrl+C and Ctrl+D are a no.
  dialog.once('close', () => closed.abort());
  try {
    const answer = await dialog.question(`${question} [y/N] `, { signal: closed.signal });
    return /^y(es)?$/i.test(answer.trim());
  } catch {
    process.stderr.write('\n');
    return false;
  } finally {
    dialog.close();
  }
}
