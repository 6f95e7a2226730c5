/**
 * The gradient of a convolution's kernel, as a convolution of x with dy, in which the batch stands for the channels and the
 * channels of x for the batch. Batches are filled up to whole blocks with zeros, which add nothing.
 */
import { BLOCKED } from '../../../formats/onnx/layout';
import { conv2dFilterGradient as portable } from '../../../formats/onnx/mappings/filter-gradient';
import { paddingOf, padsOf, windowOf } from '../../../formats/onnx/mappings/windows';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import { type Dim, isNumber } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import { windowExtent } from '../../../ir/window';
import type { ConvAttributes } from '../../../program/attributes';
import { suits } from './convolution';
import { blockedNode, inBlocks } from './images';

/** In a shape: all that the other sizes leave. */
const REST = -1;

export const conv2dFilterGradient: Mapping = {
  write(writer, node) {
    const [x, dy, kernel] = node.inputs as [Value, Value, Value];
    const attrs = node.attrs as ConvAttributes;
    const shape = writer.shapeOf(kernel) as readonly [number, number, number, number];
    const [, , channels, filters] = shape;
    const window = windowOf(shape, attrs);
    const padding = paddingOf(writer.shapeOf(x), window);
    const [, ...sizes] = [...writer.shapeOf(x).slice(0, 3), ...writer.shapeOf(dy).slice(1, 3)] as Dim[];
    if (!suits(writer, kernel, attrs) || padding === undefined || !sizes.every(isNumber)) return portable.write(writer, node);
    const [height = 0, width = 0, rows = 0, columns = 0] = sizes;

    const toBlocks = fillBatch(writer, x);
    const taps = blockedNode(
      writer,
      'Conv',
      [batchAsChannels(writer, x, toBlocks, [height, width]), batchOfFilters(writer, dy, toBlocks, [rows, columns])],
      {
        kernel_shape: { ints: [rows, columns] },
        strides: { ints: window.dilations },
        dilations: { ints: window.strides },
        pads: { ints: padsOf(padding) },
      },
    );
    // Pixels behind the last window make more taps than there are.
    const found = ([0, 1] as const).map((k) => {
      const [image = 0, output = 0] = [sizes[k], sizes[k + 2]];
      const reach = windowExtent(output, window.strides[k]);
      return Math.floor((image + padding[k][0] + padding[k][1] - reach) / window.dilations[k]) + 1;
    });
    const { block } = writer.shared;
    const all = writer.reshape(taps, [], [channels, filters / block, ...found, block]);
    const own =
      `${found}` === `${window.size}`
        ? all
        : writer.node('Slice', [all, writer.int64(0, 0), writer.int64(...window.size), writer.int64(2, 3)]);
    const moved = writer.node('Transpose', [own], { perm: { ints: [2, 3, 0, 1, 4] } });
    writer.set(node.outputs[0] as Value, writer.reshape(moved, [], shape));
  },
};

type Fill = (name: string) => string;

/** Adds images of zeros up to the next whole block, whatever the batch is. */
function fillBatch(writer: GraphWriter, x: Value): Fill {
  const size = writer.sizes.size(writer.shapeOf(x)[0] as Dim);
  const missing = writer.node('Mod', [writer.node('Neg', [size]), writer.int64(writer.shared.block)]);
  const amounts = writer.node('Concat', [writer.int64(0, 0), missing, writer.int64(0)], { axis: { i: 0 } });
  return (name) => writer.node('Pad', [writer.reshape(name, [], [0, REST]), amounts]);
}

/** [C, N, H, W] with the batch in blocks. */
function batchAsChannels(writer: GraphWriter, x: Value, fill: Fill, [height, width]: readonly [number, number]): string {
  const channels = writer.shapeOf(x)[3] as number;
  const { block } = writer.shared;
  const declared = [channels, REST, height, width];
  if (!inBlocks(writer, channels)) {
    const filled = writer.reshape(fill(writer.get(x)), [], [REST, height, width, channels]);
    const images = channels === 1 ? filled : writer.node('Transpose', [filled], { perm: { ints: [3, 0, 1, 2] } });
    return blockedNode(writer, 'ReorderInput', [writer.reshape(images, [], declared)], {});
  }
  const [blocks, pixels] = [channels / block, height * width];
  // As if each image were one of `block` columns, with the batch as its channels.
  const columns = writer.reshape(fill(writer.get(x, BLOCKED)), [], [1, REST, blocks * pixels, block]);
  const ordered = blockedNode(writer, 'ReorderInput', [columns], {});
  const parts = writer.reshape(ordered, [], [REST, blocks, pixels, block, block]);
  return writer.reshape(writer.node('Transpose', [parts], { perm: { ints: [1, 3, 0, 2, 4] } }), [], declared);
}

/** [O, N, h, w] lying as a kernel: [O / block, N / block, h, w, image, filter]. */
function batchOfFilters(writer: GraphWriter, dy: Value, fill: Fill, [rows, columns]: readonly [number, number]): string {
  const filters = writer.shapeOf(dy)[3] as number;
  const { block } = writer.shared;
  const parts = writer.reshape(fill(writer.get(dy, BLOCKED)), [], [REST, block, filters / block, rows * columns, block]);
  const moved = writer.node('Transpose', [parts], { perm: { ints: [2, 0, 3, 1, 4] } });
  return writer.reshape(moved, [], [filters, REST, rows, columns]);
}
