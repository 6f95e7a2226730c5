/** Maximum pooling of images that are in blocks already: to bring them there would take longer than the pooling. */
import { BLOCKED, isCanonical, type Layout } from '../../../formats/onnx/layout';
import { castTo } from '../../../formats/onnx/mappings/elementwise';
import {
  isTiled,
  maxPool2d as portable,
  maxPool2dGradient as portableGradient,
  windowOf,
} from '../../../formats/onnx/mappings/pooling';
import { padded } from '../../../formats/onnx/mappings/shapes';
import { windowAttributes } from '../../../formats/onnx/mappings/windows';
import type { Node } from '../../../formats/onnx/model';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import type { Dim } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { Pair, PoolAttributes } from '../../../program/attributes';
import { blockedNode, getImage, inBlocks, setImage } from './images';

/** Of an image in blocks, whose other sizes are known where windows lie side by side. */
type ImageShape = readonly [Dim, number, number, number];

export const maxPool2d: Mapping = {
  write(writer, node) {
    const [x] = node.inputs as [Value];
    if (!isInBlocks(writer, x)) return portable.write(writer, node);
    const attributes = windowAttributes(writer.shapeOf(x), windowOf(node.attrs as PoolAttributes));
    setImage(writer, node.outputs[0] as Value, blockedNode(writer, 'MaxPool', [getImage(writer, x)], attributes));
  },
};

/**
 * Among equal maxima the first in row-major order wins. Whether it lies above a row, or before a column in the row that wins, is
 * seen from a smaller pooling out of the corner of the window: only where that misses the maximum the gradient goes further.
 * What lies under each tap is then put in its place, in the layout that is wanted.
 */
export const maxPool2dGradient: Mapping = {
  lazy: true,
  write(writer, node, wanted) {
    const [x, y, dy] = node.inputs as [Value, Value, Value];
    const attrs = node.attrs as PoolAttributes;
    if (!isInBlocks(writer, x) || !isTiled(writer.shapeOf(x), writer.shapeOf(y), attrs)) {
      return portableGradient.write(writer, node);
    }
    const { size } = attrs;
    const [down, across] = size;
    const grid = gridOver(writer, x, size);
    const image = getImage(writer, x);
    const corner = (rows: number, columns: number): string =>
      blockedNode(writer, 'MaxPool', [image], cornerOf(writer, x, size, grid, [rows, columns]));
    const maximum = isOn(writer, y, grid) ? getImage(writer, y) : corner(down, across);
    const further = (gradient: string, row: number, column: number): string => {
      const isMissed = castTo(writer, writer.node('Greater', [maximum, corner(row + 1, column + 1)]), 'float32');
      return writer.node('Mul', [gradient, isMissed]);
    };
    const rows = shareOut(writer, onGrid(writer, dy, grid), down, (left, row) => further(left, row, across - 1));
    const taps = rows.flatMap((gradient, row) =>
      shareOut(writer, gradient, across, (left, column) => further(left, row, column)),
    );
    const layout = wanted !== undefined && isCanonical(wanted) ? wanted : BLOCKED;
    writer.set(node.outputs[0] as Value, joined(writer, taps, x, size, grid, layout), layout);
  },
};

/** Rows and columns of windows that cover all pixels, also those behind the last window of the pooling. */
function gridOver(writer: GraphWriter, x: Value, [down, across]: Pair): Pair {
  const [, height, width] = writer.shapeOf(x) as ImageShape;
  return [Math.ceil(height / down), Math.ceil(width / across)];
}

const isOn = (writer: GraphWriter, pooled: Value, grid: Pair): boolean => `${writer.shapeOf(pooled).slice(1, 3)}` === `${grid}`;

/** A gradient of pooled images for an operator, with zeros for windows that the pooling does not have. */
function onGrid(writer: GraphWriter, dy: Value, grid: Pair): string {
  if (isOn(writer, dy, grid)) return getImage(writer, dy);
  const [batch, height, width, channels] = writer.shapeOf(dy) as ImageShape;
  const behind = [0, 0, grid[0] - height, grid[1] - width, 0];
  const image = padded(writer, writer.get(dy, BLOCKED), [0, 0, 0, 0, 0], behind, writer.scalar(0));
  return writer.reshape(image, [], [batch, channels, ...grid]);
}

/** The pooling of so many rows and columns of each window. */
function cornerOf(writer: GraphWriter, x: Value, size: Pair, grid: Pair, extent: Pair): Node['attrs'] {
  const [, ...image] = writer.shapeOf(x) as ImageShape;
  const behind = ([0, 1] as const).map((k) => Math.max(0, (grid[k] - 1) * size[k] + extent[k] - image[k]));
  return { kernel_shape: { ints: extent }, strides: { ints: size }, pads: { ints: [0, 0, ...behind] } };
}

/** Gives each place what does not go further. */
function shareOut(
  writer: GraphWriter,
  gradient: string,
  places: number,
  further: (left: string, place: number) => string,
): string[] {
  const shares: string[] = [];
  let left = gradient;
  for (let place = 0; place < places - 1; place++) {
    const rest = further(left, place);
    shares.push(writer.node('Sub', [left, rest]));
    left = rest;
  }
  return [...shares, left];
}

/** The image of which each tap has an entry for every window. A Gather does it with all cores, a Transpose with one. */
function joined(
  writer: GraphWriter,
  taps: readonly string[],
  x: Value,
  [down, across]: Pair,
  [rows, columns]: Pair,
  layout: Layout,
): string {
  const { block } = writer.shared;
  const [batch, height, width, channels] = writer.shapeOf(x) as ImageShape;
  const blocks = channels / block;
  const all = writer.node('Concat', taps, { axis: { i: 1 } });
  const runs = writer.reshape(all, [], [batch, taps.length * blocks * rows * columns, block]);
  const pixels = height * width;
  const places = Int32Array.from({ length: blocks * pixels }, (_, at) => {
    const [pixel, k] = isCanonical(layout) ? [Math.floor(at / blocks), at % blocks] : [at % pixels, Math.floor(at / pixels)];
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    const tap = (row % down) * across + (column % across);
    return ((tap * blocks + k) * rows + Math.floor(row / down)) * columns + Math.floor(column / across);
  });
  const index = writer.initializer({ shape: [places.length], dtype: 'int32', data: places });
  const moved = writer.node('Gather', [runs, index], { axis: { i: 1 } });
  return writer.reshape(moved, [], writer.sizesIn(writer.shapeOf(x), layout));
}

function isInBlocks(writer: GraphWriter, x: Value): boolean {
  if (!inBlocks(writer, writer.shapeOf(x)[3])) return false;
  writer.any(x, BLOCKED);
  return writer.layoutsOf(x).some(({ layout }) => `${layout}` === `${BLOCKED}`);
}
