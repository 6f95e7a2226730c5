import { expect, test } from 'vitest';
import { latest } from '../../src/extension/preview/latest';

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('asks made while one run is under way are one more run, that begins after it', async () => {
  const ends: (() => void)[] = [];
  const ask = latest(() => new Promise((resolve) => ends.push(resolve)));
  for (let time = 0; time < 5; time++) ask();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await settled();
  expect(ends).toHaveLength(2);
  ask();
  expect(ends).toHaveLength(3);
});
