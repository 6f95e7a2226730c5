/** When a process that ended by itself is started again: soon at first, later after longer waits, and not without end. */

/** When it ended, in milliseconds, as far back as counts. */
export type Crashes = readonly number[];

export const MOST_CRASHES = 5;
const WINDOW_MS = 3 * 60_000;
const FIRST_WAIT_MS = 250;

/** `wait` in milliseconds; absent: it ended too often to try again. */
export function afterCrash(earlier: Crashes, now: number): { readonly crashes: Crashes; readonly wait?: number } {
  const crashes = [...earlier.filter((then) => now - then < WINDOW_MS), now];
  return crashes.length > MOST_CRASHES ? { crashes } : { crashes, wait: FIRST_WAIT_MS * 2 ** (crashes.length - 1) };
}
