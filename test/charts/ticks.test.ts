import { describe, expect, test } from 'vitest';
import { clock, exact } from '../../webview/training/chart/format';
import { spread } from '../../webview/training/chart/spread';
import { epochTicks, logTicks, stepTicks, timeTicks, valueTicks } from '../../webview/training/chart/ticks';

const texts = (ticks: readonly { readonly text: string }[]): string => ticks.map(({ text }) => text).join(' ');

test.each([
  [0, 2.3, 6, '0.0 0.5 1.0 1.5 2.0'],
  [0, 1, 6, '0.0 0.2 0.4 0.6 0.8 1.0'],
  [-3, 3, 6, '−3 −2 −1 0 1 2 3'],
  [0.96, 0.981, 5, '0.960 0.965 0.970 0.975 0.980'],
  [0, 0.00102, 5, '0.0000 0.0005 0.0010'],
  [0, 2.4e-6, 5, '0 5.0e−7 1.0e−6 1.5e−6 2.0e−6'],
  [0, 3e6, 4, '0 1e6 2e6 3e6'],
  [40, 40, 4, '40'],
])('values from %f to %f', (from, to, most, expected) => {
  expect(texts(valueTicks(from, to, most))).toBe(expected);
});

test.each([
  [-4, 1, 8, '0.0001 0.001 0.01 0.1 1 10'],
  [-1.2, 0.4, 8, '0.1 0.2 0.5 1 2'],
  [-12, 8, 6, '1e−12 1e−8 0.0001 1 10000 1e8'],
  [-0.1, 0.1, 4, '0.8 1.0 1.2'],
])('values on a log scale from 10^%f to 10^%f', (from, to, most, expected) => {
  const ticks = logTicks(from, to, most);
  expect(texts(ticks)).toBe(expected);
  for (const { at, text } of ticks) expect(10 ** at).toBeCloseTo(Number(text.replace('−', '-')), 9);
});

test.each([
  [stepTicks, 0, 3950, 6, '0 1k 2k 3k'],
  [stepTicks, 0, 4000, 8, '0 500 1k 1.5k 2k 2.5k 3k 3.5k 4k'],
  [stepTicks, 0, 3, 9, '0 1 2 3'],
  [stepTicks, 999_998, 1_000_002, 4, '999,998 1,000,000 1,000,002'],
  [epochTicks, 0, 20, 6, '0 5 10 15 20'],
  [epochTicks, 1.2, 1.9, 4, '1.2 1.4 1.6 1.8'],
  [timeTicks, 0, 50, 6, '00:00 00:10 00:20 00:30 00:40 00:50'],
  [timeTicks, 0, 9000, 4, '00:00 1:00:00 2:00:00'],
  [timeTicks, 0, 1, 3, '00:00.0 00:00.5 00:01.0'],
])('%o from %f to %f', (ticksOf, from, to, most, expected) => {
  expect(texts(ticksOf(from, to, most))).toBe(expected);
});

test('there is never more than there is room for, by a factor of one step', () => {
  for (const ticksOf of [valueTicks, stepTicks, epochTicks, timeTicks]) {
    for (let size = -8; size < 12; size += 0.37) {
      for (const most of [1, 3, 7]) {
        const ticks = ticksOf(10 ** size / 3, 10 ** size, most);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        expect(new Set(ticks.map(({ text }) => text)).size).toBe(ticks.length);
      }
    }
  }
});

test.each([
  [0.14872, '0.1487'],
  [0.978, '0.9780'],
  [12.3456, '12.35'],
  [1234.6, '1,235'],
  [9.99996, '10.00'],
  [0, '0.000'],
  [-0.5, '−0.5000'],
  [1.2345e-5, '1.234e-5'],
  [3e12, '3.000e+12'],
  [Number.NaN, 'NaN'],
  [Number.NEGATIVE_INFINITY, '−∞'],
])('%f is written %s', (value, text) => {
  expect(exact(value)).toBe(text);
});

test('time', () => {
  expect([0, 9.4, 59.6, 61, 3600, 3725].map((seconds) => clock(seconds))).toEqual([
    '00:00',
    '00:09',
    '01:00',
    '01:01',
    '1:00:00',
    '1:02:05',
  ]);
});

describe('names beside each other', () => {
  test('stay where they are wanted if there is room', () => {
    expect(spread([100, 20, 60], 16, 200)).toEqual([100, 20, 60]);
  });

  test('are moved as little as it takes', () => {
    expect(spread([100, 100], 16, 200)).toEqual([92, 108]);
    expect(spread([100, 104, 50], 16, 200)).toEqual([94, 110, 50]);
    expect(spread([199, 200, 198], 16, 200)).toEqual([176, 192, 160]);
    expect(spread([-10, 0], 16, 200)).toEqual([8, 24]);
  });

  test('never lie on each other and stay inside, whatever is wanted', () => {
    let state = 5;
    const random = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    for (let trial = 0; trial < 500; trial += 1) {
      const wanted = Array.from({ length: 1 + Math.floor(random() * 6) }, () => random() * 260 - 30);
      const places = spread(wanted, 16, 200);
      const sorted = [...places].sort((a, b) => a - b);
      for (const [at, place] of sorted.entries()) {
        expect(place).toBeGreaterThanOrEqual(8 - 1e-9);
        expect(place).toBeLessThanOrEqual(192 + 1e-9);
        if (at > 0) expect(place - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(16 - 1e-9);
      }
    }
  });
});
