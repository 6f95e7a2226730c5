import { describe, expect, test } from 'vitest';
import { contrast, type Rgb, readable } from '../../webview/training/chart/colour';
import type { ChartContent } from '../../webview/training/chart/content';
import { createHistory } from '../../webview/training/chart/history';
import { moveBy, partOf } from '../../webview/training/chart/keys';
import { placesOf, stepNear } from '../../webview/training/chart/places';
import { readingAt, spoken, summaryOf } from '../../webview/training/chart/read';
import { type Line, viewOf } from '../../webview/training/chart/view';

/** Ten milliseconds a step from 5,000 on; `loss` as given. */
function historyOf(loss: readonly number[]) {
  const history = createHistory(['time', 'epoch', 'loss']);
  history.take({ from: 0, values: Float64Array.from(loss.flatMap((value, at) => [5000 + 10 * at, 1, value])) });
  return history;
}

const contentOf = (loss: readonly number[], more: Partial<ChartContent> = {}): ChartContent => ({
  run: { history: historyOf(loss), stepsPerEpoch: 4, validation: [] },
  findings: [],
  axis: 'step',
  log: false,
  smoothing: 0,
  ...more,
});

const lineOf = (content: ChartContent, name: Line['name'], width = 100) =>
  viewOf('loss', content, undefined, width).lines.find((line) => line.name === name);

const falling = Array.from({ length: 100 }, (_, at) => 2 / (1 + at));

describe('what can be seen', () => {
  test('is every value where there is room, over the steps done', () => {
    const line = lineOf(contentOf([3, 2, 1]), 'train');
    expect([line?.xs, line?.ys]).toEqual([
      [1, 2, 3],
      [3, 2, 1],
    ]);
  });

  test.each([
    ['step', [1, 2, 3], 3],
    ['epoch', [0.25, 0.5, 0.75], 0.75],
    ['time', [0, 0.01, 0.02], 0.02],
  ] as const)('stands on the axis of the %s', (axis, xs, end) => {
    const content = contentOf([3, 2, 1], { axis });
    expect(lineOf(content, 'train')?.xs).toEqual(xs);
    expect(viewOf('loss', content, undefined, 100).x).toEqual([0, end]);
  });

  test('ends where a value is not finite, says where that is, and goes on', () => {
    const { lines, broken, y } = viewOf('loss', contentOf([1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5]), undefined, 100);
    expect(lines[0]?.ys).toEqual([1, Number.NaN, 3, Number.NaN, 5]);
    expect(broken).toEqual([2, 4]);
    expect(y[1]).toBeLessThan(6);
  });

  test('has the raw values behind the smoothed, and what is compared behind both', () => {
    const compared = { history: historyOf([9, 9]), stepsPerEpoch: 2, validation: [], label: 'yesterday' };
    const validation = [{ epoch: 1, step: 4, value: 0.5 }];
    const run = { history: historyOf(falling), stepsPerEpoch: 4, validation };
    const { lines } = viewOf('loss', contentOf([], { run, compared, smoothing: 0.9 }), undefined, 100);
    expect(lines.map(({ name }) => name)).toEqual(['compared', 'faint', 'train', 'validation']);
  });

  test('reaches from the lowest to the highest with a little air, to 0 and 1 where that is near', () => {
    expect(viewOf('loss', contentOf([0.1, 2]), undefined, 100).y).toEqual([0, expect.closeTo(2.095)]);
    expect(viewOf('loss', contentOf([0.3, 0.99]), undefined, 100).y[1]).toBe(1);
    expect(viewOf('loss', contentOf([10, 12]), undefined, 100).y).toEqual([expect.closeTo(9.9), expect.closeTo(12.1)]);
    const [low, high] = viewOf('loss', contentOf([7, 7]), undefined, 100).y;
    expect(high).toBeGreaterThan(low);
  });

  test('on a log scale, passes over what has no place there', () => {
    const { y, lines } = viewOf('loss', contentOf([100, 0, -4, 1], { log: true }), undefined, 100);
    expect(y).toEqual([expect.closeTo(-0.1), expect.closeTo(2.1)]);
    expect(lines[0]?.ys).toEqual([100, 0, -4, 1]);
  });

  test('is the part that is looked at, with a value on both sides', () => {
    const { lines, x, y } = viewOf('loss', contentOf(falling), [50, 60], 100);
    expect(x).toEqual([50, 60]);
    expect([lines[0]?.xs[0], lines[0]?.xs.at(-1)]).toEqual([49, 61]);
    expect(y[1]).toBeLessThan(0.05);
  });

  test('is nothing without values', () => {
    expect(viewOf('loss', contentOf([]), undefined, 100)).toMatchObject({ lines: [], isEmpty: true });
    expect(viewOf('mae', contentOf(falling), undefined, 100)).toMatchObject({ lines: [], isEmpty: true });
  });
});

test('the step nearest to a place is found on every axis', () => {
  for (const axis of ['step', 'epoch', 'time'] as const) {
    const places = placesOf(contentOf(falling).run, axis);
    for (const step of [1, 2, 50, 99, 100]) expect(stepNear(places, places.xOf(step))).toBe(step);
    expect([stepNear(places, -5), stepNear(places, 1e9)]).toEqual([1, 100]);
    expect(stepNear(places, (places.xOf(7) + 2 * places.xOf(8)) / 3)).toBe(8);
  }
  expect(stepNear(placesOf(contentOf([]).run, 'time'), 1)).toBeUndefined();
});

describe('what is read at a place', () => {
  const run = {
    history: historyOf(falling),
    stepsPerEpoch: 25,
    validation: [
      { epoch: 1, step: 25, value: 0.5 },
      { epoch: 2, step: 50, value: null },
    ],
  };
  const compared = { history: historyOf([...falling, ...falling]), stepsPerEpoch: 25, validation: [], label: 'yesterday' };

  test('are the values of that step, and of the nearest epoch', () => {
    const reading = readingAt('loss', contentOf([], { run, compared }), 30.2);
    expect(reading).toMatchObject({ step: 30, x: 30, title: 'step 30', more: 'epoch 1.2' });
    expect(reading?.values).toEqual([
      { line: 'train', name: 'train', value: falling[29], note: '' },
      { line: 'validation', name: 'val', value: 0.5, note: 'epoch 1' },
      { line: 'compared', name: 'yesterday', value: falling[29], note: '' },
    ]);
  });

  test('past the end are those of the other run alone', () => {
    const reading = readingAt('loss', contentOf([], { run, compared }), 150);
    expect(reading?.values.map(({ line }) => line)).toEqual(['compared']);
    expect(reading?.step).toBe(150);
  });

  test('are said in one line', () => {
    const reading = readingAt('loss', contentOf([], { run, axis: 'time' }), 0.5);
    expect(reading && spoken(reading)).toBe('step 51, epoch 2.0 · 00:01, train 0.03922, val NaN (epoch 2)');
  });

  test('are nothing without rows', () => {
    expect(readingAt('loss', contentOf([]), 3)).toBeUndefined();
  });
});

describe('the summary', () => {
  test('says what the picture shows', () => {
    const validation = [
      { epoch: 1, step: 50, value: 0.17 },
      { epoch: 2, step: 100, value: 0.18 },
    ];
    const run = { history: historyOf(falling), stepsPerEpoch: 50, validation };
    expect(summaryOf('loss', contentOf([], { run, best: { step: 50, epoch: 1 } }))).toBe(
      'training loss 0.02000 at step 100, falling; validation 0.1800; best checkpoint at epoch 1 with 0.1700',
    );
  });

  test.each([
    ['rising', (at: number) => at / 100],
    ['level', (at: number) => 0.5 + ((at * 7919) % 13) / 100],
  ])('knows what is %s', (word, of) => {
    expect(summaryOf('loss', contentOf(Array.from({ length: 200 }, (_, at) => of(at))))).toContain(`, ${word}`);
  });

  test('of a learning rate has its own name', () => {
    const history = createHistory(['learning_rate']);
    history.take({ from: 0, values: new Float64Array(40).fill(1e-3) });
    const run = { history, stepsPerEpoch: 50, validation: [] };
    expect(summaryOf('learning_rate', contentOf([], { run }))).toBe('learning rate 0.001000 at step 40, level');
  });

  test('is there before the first value', () => {
    expect(summaryOf('loss', contentOf([]))).toBe('loss: no values yet');
  });
});

describe('keys', () => {
  const places = placesOf(contentOf(Array.from({ length: 1000 }, () => 1)).run, 'step');
  const standing = { places, cursor: 500, seen: [0, 1000] as const, whole: [0, 1000] as const, width: 400 };

  test.each([
    ['ArrowLeft', false, { cursor: 495 }],
    ['ArrowRight', true, { cursor: 501 }],
    ['PageUp', false, { cursor: 400 }],
    ['PageDown', false, { cursor: 600 }],
    ['Home', false, { cursor: 1 }],
    ['End', false, { cursor: 1000 }],
    ['Escape', false, { cursor: undefined }],
    ['+', false, { zoom: [250, 750] }],
    ['-', false, { zoom: undefined }],
    ['0', false, { zoom: undefined }],
    ['x', false, undefined],
  ])('%s', (key, isFine, expected) => {
    expect(moveBy(key, isFine, standing)).toEqual(expected);
  });

  test('begin at the end and stay in what is seen', () => {
    expect(moveBy('ArrowLeft', false, { ...standing, cursor: undefined })).toEqual({ cursor: 1000 });
    expect(moveBy('PageDown', false, { ...standing, seen: [100, 200], cursor: 199 })).toEqual({ cursor: 200 });
    expect(moveBy('-', false, { ...standing, seen: [400, 600] })).toEqual({ zoom: [300, 700] });
  });

  test('and dragging look at more than one step only', () => {
    expect(partOf(places, 10.2, 10.9)).toBeUndefined();
    expect(partOf(places, 10.2, 14)).toEqual([10.2, 14]);
  });
});

test('colours are changed as little as it takes to be read', () => {
  const white: Rgb = [255, 255, 255];
  const black: Rgb = [0, 0, 0];
  expect(contrast(white, black)).toBeCloseTo(21);
  expect(readable([0, 99, 211], black, white, 4.5)).toEqual([0, 99, 211]);
  const yellow: Rgb = [230, 200, 0];
  const text = readable(yellow, black, white, 4.5);
  expect(contrast(text, white)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(text, white)).toBeLessThan(6);
});
