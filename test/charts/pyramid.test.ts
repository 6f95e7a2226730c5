import { describe, expect, test } from 'vitest';
import { createHistory } from '../../webview/training/chart/history';
import { createPyramid, GAP } from '../../webview/training/chart/pyramid';
import { createSmoother } from '../../webview/training/chart/smoother';

/** The same numbers every time, 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Scattered values, many equal, some of them not finite. */
function scattered(length: number, random: () => number, broken: number): Float64Array {
  return Float64Array.from({ length }, () => {
    if (random() < broken) return [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY][Math.floor(random() * 3)] ?? 0;
    return Math.floor(random() * 50) - 25;
  });
}

/** What a line has to touch, found by looking at everything. */
function slowly(values: Float64Array, bounds: readonly number[]) {
  const places: number[] = [];
  const broken: number[] = [];
  for (const [at, from] of bounds.slice(0, -1).entries()) {
    const all = [...values.subarray(from, bounds[at + 1])].map((value, index) => ({ value, place: from + index }));
    const finite = all.filter(({ value }) => Number.isFinite(value));
    const bad = all.find(({ value }) => !Number.isFinite(value));
    if (bad) broken.push(bad.place);
    if (all.length === 0) continue;
    const lowest = finite.reduce((a, b) => (b.value < a.value ? b : a), finite[0] ?? { value: 0, place: GAP });
    const highest = finite.reduce((a, b) => (b.value > a.value ? b : a), finite[0] ?? { value: 0, place: GAP });
    const touched = [finite[0]?.place ?? GAP, lowest.place, highest.place, finite.at(-1)?.place ?? GAP].sort((a, b) => a - b);
    for (const place of touched) if (places.at(-1) !== place) places.push(place);
  }
  return { places, broken };
}

const boundsOf = (from: number, to: number, stretches: number): number[] =>
  Array.from({ length: stretches + 1 }, (_, at) => from + Math.floor(((to - from) * at) / stretches));

describe('a pyramid', () => {
  test.each([1, 15, 16, 17, 255, 256, 257, 1000, 4095, 4097, 20_011])('finds what a look at all %i values finds', (length) => {
    const random = seeded(length);
    for (const broken of [0, 0.02, 0.9, 1]) {
      const values = scattered(length, random, broken);
      const pyramid = createPyramid();
      pyramid.follow(values, length);
      for (let trial = 0; trial < 12; trial += 1) {
        const from = Math.floor(random() * length);
        const to = from + 1 + Math.floor(random() * (length - from));
        const bounds = boundsOf(from, to, 1 + Math.floor(random() * 40));
        expect(pyramid.sample(bounds)).toEqual(slowly(values, bounds));
      }
    }
  });

  test('is the same whether values come one by one, in heaps, or again after a cut', () => {
    const random = seeded(7);
    const values = scattered(9000, random, 0.01);
    const pyramid = createPyramid();
    let length = 0;
    for (let step = 0; step < 400; step += 1) {
      if (random() < 0.15) {
        length = Math.floor(random() * (length + 1));
        pyramid.cut(length);
        // Other values take the place of those that are gone.
        values.set(scattered(Math.min(500, 9000 - length), random, 0.01), length);
      }
      length = Math.min(9000, length + (random() < 0.5 ? 1 : Math.floor(random() * 700)));
      pyramid.follow(values, length);
      const bounds = boundsOf(0, length, 30);
      expect(pyramid.sample(bounds)).toEqual(slowly(values.subarray(0, length), bounds));
    }
  });

  test('keeps one peak among a million values, and few points', () => {
    const values = new Float64Array(1_000_000).fill(1);
    values[765_432] = 99;
    values[123_457] = Number.NaN;
    const pyramid = createPyramid();
    pyramid.follow(values, values.length);
    const { places, broken } = pyramid.sample(boundsOf(0, values.length, 500));
    expect(places).toContain(765_432);
    expect(broken).toEqual([123_457]);
    expect(places.length).toBeLessThanOrEqual(2000);
    expect([places[0], places.at(-1)]).toEqual([0, 999_999]);
  });
});

describe('smoothing', () => {
  test.each([0.3, 0.9, 0.99])('with %f is the weighted mean of all values so far', (weight) => {
    const values = scattered(400, seeded(3), 0.05);
    const { values: smoothed } = createSmoother(weight).follow(values, values.length);
    for (let at = 0; at < values.length; at += 1) {
      const finite = [...values.subarray(0, at + 1)].filter(Number.isFinite);
      const weights = finite.map((_, index) => weight ** (finite.length - 1 - index));
      const mean =
        finite.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / weights.reduce((a, b) => a + b, 0);
      if (Number.isFinite(values[at])) expect(smoothed[at]).toBeCloseTo(mean, 9);
      else expect(smoothed[at]).toBe(values[at]);
    }
  });

  test('starts at the first value and stays at a constant', () => {
    const { values } = createSmoother(0.99).follow(new Float64Array(50).fill(2.5), 50);
    for (const value of values.subarray(0, 50)) expect(value).toBeCloseTo(2.5, 12);
  });
});

describe('a history', () => {
  const columns = ['time', 'loss', 'accuracy'];

  test('holds what a plain list of rows holds, through growth and cuts', () => {
    const random = seeded(11);
    const history = createHistory(columns);
    let rows: number[][] = [];
    for (let step = 0; step < 200; step += 1) {
      const from = random() < 0.2 ? Math.floor(random() * (rows.length + 1)) : rows.length;
      const more = Array.from({ length: Math.floor(random() * 90) }, () => columns.map(() => random()));
      history.take({ from, values: Float64Array.from(more.flat()) });
      rows = [...rows.slice(0, from), ...more];
      expect(history.rows).toBe(rows.length);
      for (const [at, name] of columns.entries()) {
        const series = history.series(name);
        expect([...(series?.values.subarray(0, series.length) ?? [])]).toEqual(rows.map((row) => row[at]));
        expect(history.last(name)).toBe(rows.at(-1)?.[at]);
      }
      const fresh = createSmoother(0.9).follow(
        Float64Array.from(rows, (row) => row[1] ?? 0),
        rows.length,
      );
      const smoothed = history.series('loss')?.smoothed(0.9).values.subarray(0, rows.length);
      expect([...(smoothed ?? [])]).toEqual([...fresh.values.subarray(0, rows.length)]);
    }
  });

  test('computes all again for another weight, and none for weight 0', () => {
    const history = createHistory(['loss']);
    history.take({ from: 0, values: Float64Array.of(1, 3) });
    const series = history.series('loss');
    expect(series?.smoothed(0.5).values[1]).toBeCloseTo((3 + 0.5) / 1.5);
    expect(series?.smoothed(0.9).values[1]).toBeCloseTo((3 + 0.9) / 1.9);
    expect(series?.smoothed(0).values[1]).toBe(3);
  });

  test('has nothing where there is nothing', () => {
    const history = createHistory(columns);
    expect(history.last('loss')).toBeUndefined();
    expect(history.series('mae')).toBeUndefined();
    expect(history.value('loss', 0)).toBeNaN();
    history.take({ from: 0, values: Float64Array.of(1, 2, 3) });
    expect([history.value('loss', 0), history.last('accuracy')]).toEqual([2, 3]);
    expect(history.value('loss', 1)).toBeNaN();
    expect(history.value('mae', 0)).toBeNaN();
    expect(() => history.take({ from: 2, values: new Float64Array(3) })).toThrow(RangeError);
  });
});
