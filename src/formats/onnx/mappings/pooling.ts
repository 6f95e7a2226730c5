/** Poolings, and the gradient of the maximum. Among equal maxima the first in row-major order gets the gradient, as in TensorFlow. */
import { isNumber, product } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { Shape } from '../../../ir/tensor';
import type { Pair, PoolAttributes } from '../../../program/attributes';
import { arrange, CHANNELS_FIRST } from '../layout';
import type { GraphWriter, Mapping } from '../writer';
import { castTo } from './elementwise';
import { padded } from './shapes';
import { paddingOf, type Window, windowAttributes } from './windows';

/** Larger windows are not compared tap by tap. */
const MOST_TAPS = 16;

export const maxPool2d: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const attributes = windowAttributes(writer.shapeOf(x), windowOf(attrs as PoolAttributes));
    writer.set(output, writer.node('MaxPool', [writer.get(x, CHANNELS_FIRST)], attributes), CHANNELS_FIRST);
  },
};

/** Padding does not count, which is the operator's own rule. Opset 17 has no dilations for it. */
export const averagePool2d: Mapping = {
  write(writer, { inputs, outputs, attrs }) {
    const [[x], [output]] = [inputs as [Value], outputs as [Value]];
    const { dilations: _, ...attributes } = windowAttributes(writer.shapeOf(x), windowOf(attrs as PoolAttributes));
    writer.set(output, writer.node('AveragePool', [writer.get(x, CHANNELS_FIRST)], attributes), CHANNELS_FIRST);
  },
};

export const maxPool2dGradient: Mapping = {
  write(writer, node) {
    const [x, y, dy] = node.inputs as [Value, Value, Value];
    const attrs = node.attrs as PoolAttributes;
    const [before, after] = [writer.shapeOf(x), writer.shapeOf(y)];
    const result = node.outputs[0] as Value;
    if (isTiled(before, after, attrs)) {
      writer.set(result, gradientByTap(writer, [writer.get(x), before], [writer.get(dy), after], attrs.size));
    } else {
      writer.set(result, gradientByIndex(writer, x, writer.get(dy, CHANNELS_FIRST), windowOf(attrs)), CHANNELS_FIRST);
    }
  },
};

/** Whether few enough windows lie side by side over images of a known size. */
export function isTiled(x: Shape, y: Shape, attrs: PoolAttributes): boolean {
  const window = windowOf(attrs);
  const [height, width] = window.size;
  const padding = paddingOf(x, window)?.flat() ?? [];
  const sizes = [...x.slice(1, 3), ...y.slice(1, 3)];
  const isBesides = `${window.size}` === `${window.strides}` && padding.every((amount) => amount === 0);
  return isBesides && sizes.every(isNumber) && height * width <= MOST_TAPS;
}

type Image = readonly [name: string, shape: Shape];

/**
 * Windows side by side: what lies under each tap is compared as a whole. With the channels last those are long runs. Images are
 * [N, H, W, C]; the result is the gradient of x.
 */
function gradientByTap(writer: GraphWriter, [x, shape]: Image, [dy, shapeOfDy]: Image, [down, across]: Pair): string {
  const [batch = 1, height, width, channels] = shape as Shape & { 1: number; 2: number; 3: number };
  const [, rows, columns] = shapeOfDy as Shape & { 1: number; 2: number };
  const covered: Shape = [batch, rows * down, columns * across, channels];
  const strips: Shape = [batch, rows, down, columns, across * channels];

  const image =
    covered[1] === height && covered[2] === width
      ? x
      : writer.node('Slice', [x, writer.int64(0, 0), writer.int64(rows * down, columns * across), writer.int64(1, 2)]);
  const taps = parts(writer, writer.reshape(image, covered, strips), 2, Array(down).fill(1)).flatMap((strip) =>
    parts(writer, strip, 4, Array(across).fill(channels)),
  );
  const gradient = writer.reshape(dy, shapeOfDy, [batch, rows, 1, columns, channels]);
  const shares = share(writer, taps, gradient);

  const stripsOfShares = Array.from({ length: down }, (_, row) =>
    writer.node('Concat', shares.slice(row * across, (row + 1) * across), { axis: { i: 4 } }),
  );
  const dx = writer.reshape(writer.node('Concat', stripsOfShares, { axis: { i: 2 } }), strips, covered);
  // Pixels behind the last window get nothing.
  const behind = [0, height - rows * down, width - columns * across, 0];
  return padded(writer, dx, [0, 0, 0, 0], behind, writer.scalar(0));
}

/** A tournament: the second half of the taps gets the gradient where its maximum is greater, else the first; and so on inside. */
function share(writer: GraphWriter, taps: readonly string[], gradient: string): string[] {
  if (taps.length === 1) return [gradient];
  const middle = Math.ceil(taps.length / 2);
  const halves = [taps.slice(0, middle), taps.slice(middle)] as const;
  const [first, second] = halves.map((half) => (half.length === 1 ? (half[0] as string) : writer.node('Max', half)));
  const secondWins = castTo(writer, writer.node('Greater', [second as string, first as string]), 'float32');
  const toSecond = writer.node('Mul', [gradient, secondWins]);
  const toFirst = writer.node('Sub', [gradient, toSecond]);
  return [...share(writer, halves[0], toFirst), ...share(writer, halves[1], toSecond)];
}

/** Any windows, with the channels first: the positions of the maxima, which MaxPool tells, are where the gradients are added up. */
function gradientByIndex(writer: GraphWriter, x: Value, dy: string, window: Window): string {
  const shape = writer.shapeOf(x);
  const [, positions] = writer.nodeOf(2, 'MaxPool', [writer.get(x, CHANNELS_FIRST)], windowAttributes(shape, window));
  const zeros = writer.node('ConstantOfShape', [writer.sizes.size(product(shape))]);
  const flat = (name: string): string => writer.reshape(name, [], [-1]);
  const sums = writer.node('ScatterElements', [zeros, flat(positions as string), flat(dy)], {
    axis: { i: 0 },
    reduction: { s: 'add' },
  });
  return writer.reshape(sums, [], arrange(shape, CHANNELS_FIRST));
}

export const windowOf = ({ size, strides, padding }: PoolAttributes): Window => ({ size, strides, padding, dilations: [1, 1] });

const parts = (writer: GraphWriter, name: string, axis: number, sizes: readonly number[]): string[] =>
  sizes.length === 1 ? [name] : writer.nodeOf(sizes.length, 'Split', [name, writer.int64(...sizes)], { axis: { i: axis } });
