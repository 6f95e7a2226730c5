/** Maximum pooling of images that are in blocks already: to bring them there would take longer than the pooling. */
import { arrange, BLOCKED, isCanonical, type Layout } from '../../../formats/onnx/layout';
import { castTo } from '../../../formats/onnx/mappings/elementwise';
import {
  coveredPart,
  isTiled,
  maxPool2d as portable,
  maxPool2dGradient as portableGradient,
  windowOf,
} from '../../../formats/onnx/mappings/pooling';
import { padded } from '../../../formats/onnx/mappings/shapes';
import { windowAttributes } from '../../../formats/onnx/mappings/windows';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import { type Dim, multiply } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { Shape } from '../../../ir/tensor';
import type { Pair, PoolAttributes } from '../../../program/attributes';
import { blockedNode, getImage, inBlocks, setImage } from './images';

export const maxPool2d: Mapping = {
  write(writer, node) {
    const [x] = node.inputs as [Value];
    if (!isInBlocks(writer, x)) return portable.write(writer, node);
    const attributes = windowAttributes(writer.shapeOf(x), windowOf(node.attrs as PoolAttributes));
    setImage(writer, node.outputs[0] as Value, blockedNode(writer, 'MaxPool', [getImage(writer, x)], attributes));
  },
};

/**
 * In the layout that is wanted: what lies under each tap is put in its place by one Transpose, from there to that layout.
 *
 * Among equal maxima the first in row-major order wins. Whether it lies above a row, or before a column in the row that wins, is
 * seen from a smaller pooling out of the corner of the window: only where that misses the maximum the gradient goes further.
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
    const image = coveredImage(writer, x, y, size);
    const maximum = getImage(writer, y);
    const further = (gradient: string, row: number, column: number): string => {
      const corner = blockedNode(writer, 'MaxPool', [image], {
        kernel_shape: { ints: [row + 1, column + 1] },
        strides: { ints: size },
      });
      const isMissed = castTo(writer, writer.node('Greater', [maximum, corner]), 'float32');
      return writer.node('Mul', [gradient, isMissed]);
    };
    const rows = shareOut(writer, getImage(writer, dy), down, (left, row) => further(left, row, across - 1));
    const taps = rows.flatMap((gradient, row) =>
      shareOut(writer, gradient, across, (left, column) => further(left, row, column)),
    );

    const layout = wanted !== undefined && isCanonical(wanted) ? wanted : BLOCKED;
    writer.set(node.outputs[0] as Value, joined(writer, taps, x, y, size, layout), layout);
  },
};

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

/** Entries under each tap, in blocks, as the image that they make. Pixels behind the last window are 0. */
function joined(writer: GraphWriter, taps: readonly string[], x: Value, y: Value, [down, across]: Pair, layout: Layout): string {
  const { block } = writer.shared;
  const [, height, width] = writer.shapeOf(x) as readonly [Dim, number, number];
  const [batch, rows, columns, channels] = writer.shapeOf(y) as readonly [Dim, number, number, number];
  const all = writer.node('Concat', taps, { axis: { i: 0 } });
  const parts = writer.reshape(all, [], [down, across, batch, channels / block, rows, columns, block]);
  const perm = isCanonical(layout) ? [2, 4, 0, 5, 1, 3, 6] : [2, 3, 4, 0, 5, 1, 6];
  const moved = writer.node('Transpose', [parts], { perm: { ints: perm } });
  const covered = writer.sizesIn([batch, rows * down, columns * across, channels], layout);
  const behind = arrange([0, height - rows * down, width - columns * across, 0], layout);
  const none = layout.map(() => 0);
  return padded(writer, writer.reshape(moved, [], covered), none, behind, writer.scalar(0));
}

/** What of x the windows look at, as operators want it. */
function coveredImage(writer: GraphWriter, x: Value, y: Value, size: Pair): string {
  const [shape, windows] = [imagesOf(writer, x), imagesOf(writer, y)];
  const image = writer.reshape(writer.get(x, BLOCKED), writer.sizesIn(writer.shapeOf(x), BLOCKED), shape);
  const covered = coveredPart(writer, [image, shape], windows, size);
  const [batch, rows, columns, channels] = writer.shapeOf(y) as readonly [Dim, number, number, number];
  return writer.reshape(covered, [], [batch, channels, rows * size[0], columns * size[1]]);
}

function isInBlocks(writer: GraphWriter, x: Value): boolean {
  if (!inBlocks(writer, writer.shapeOf(x)[3])) return false;
  writer.any(x, BLOCKED);
  return writer.layoutsOf(x).some(({ layout }) => `${layout}` === `${BLOCKED}`);
}

/** [N · C / block, H, W, block] */
function imagesOf(writer: GraphWriter, value: Value): Shape {
  const [batch, blocks, height, width, block] = writer.sizesIn(writer.shapeOf(value), BLOCKED) as [Dim, Dim, Dim, Dim, Dim];
  return [multiply(batch, blocks), height, width, block];
}
