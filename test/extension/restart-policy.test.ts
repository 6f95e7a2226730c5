import { expect, test } from 'vitest';
import { afterCrash, type Crashes, MOST_CRASHES } from '../../src/extension/client/restart-policy';

/** The waits after crashes at these times, in seconds. */
function waits(...seconds: readonly number[]): (number | undefined)[] {
  let crashes: Crashes = [];
  return seconds.map((second) => {
    const next = afterCrash(crashes, second * 1000);
    crashes = next.crashes;
    return next.wait;
  });
}

test('waits longer each time, and gives up after the fifth restart', () => {
  expect(waits(0, 1, 2, 3, 4, 5)).toEqual([250, 500, 1000, 2000, 4000, undefined]);
  expect(MOST_CRASHES).toBe(5);
});

test('forgets what is three minutes old', () => {
  expect(waits(0, 179, 180, 400)).toEqual([250, 500, 500, 250]);
});

test('a crash now and then never ends it', () => {
  expect(waits(...Array.from({ length: 50 }, (_, at) => at * 60))).not.toContain(undefined);
});

test('leaves the history it is given as it was', () => {
  const earlier = Object.freeze([0]);
  expect(afterCrash(earlier, 1000).crashes).toEqual([0, 1000]);
});
