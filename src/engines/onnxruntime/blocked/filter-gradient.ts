/**
 * The gradient of a convolution's kernel, as a convolution of x with dy in which the batch stands for the channels, and the
 * channels of x for the batch: 0.4 to 1.2 times as long as the portable form, mostly 0.8. It takes a batch of whole blocks; for
 * others, as the last of an epoch, the graph has the portable form beside it.
 */
import { BLOCKED } from '../../../formats/onnx/layout';
import { conv2dFilterGradient as portable, REST } from '../../../formats/onnx/mappings/filter-gradient';
import { padded } from '../../../formats/onnx/mappings/shapes';
import { type Padding, paddingOf, type Window, windowOf } from '../../../formats/onnx/mappings/windows';
import type { Graph } from '../../../formats/onnx/model';
import { valueInfo } from '../../../formats/onnx/ports';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import { type Dim, isNumber } from '../../../ir/dim';
import type { Node, Value } from '../../../ir/program';
import { windowExtent } from '../../../ir/window';
import type { ConvAttributes, Pair } from '../../../program/attributes';
import { suits } from './convolution';
import { blockedNode, getImage, inBlocks } from './images';

/** Windows that see fewer numbers: most of the time dy is moved, in which the portable form is faster. */
const FEW_NUMBERS = 16;

/** Heights and widths of x and dy, and how the kernel lies over them. */
interface Extents {
  readonly image: Pair;
  readonly output: Pair;
  readonly padding: Padding;
  readonly window: Window;
}

export const conv2dFilterGradient: Mapping = {
  write(writer, node) {
    const extents = extentsOf(writer, node);
    if (extents === undefined) return portable.write(writer, node);
    const [x, dy] = node.inputs as [Value, Value];
    const inBlocksOfImages: Mapping = { write: (inner) => write(inner, node, extents) };
    const [batch] = writer.shapeOf(x) as [Dim];
    if (isNumber(batch)) return (inBlocks(writer, batch) ? inBlocksOfImages : portable).write(writer, node);
    // In the graph around the branches, which see what is written already.
    getImage(writer, x);
    getImage(writer, dy);
    const remainder = writer.node('Mod', [writer.sizes.size(batch), writer.int64(writer.shared.block)]);
    const isWhole = writer.node('Equal', [remainder, writer.int64(0)]);
    const gradient = writer.node('If', [isWhole], {
      then_branch: { g: branch(writer, node, inBlocksOfImages) },
      else_branch: { g: branch(writer, node, portable) },
    });
    writer.set(node.outputs[0] as Value, gradient);
  },
};

/** Undefined where it has to be the portable form, or is faster: a kernel of one pixel is one matrix product. */
function extentsOf(writer: GraphWriter, { inputs, attrs }: Node): Extents | undefined {
  const [x, dy, kernel] = inputs as [Value, Value, Value];
  const window = windowOf(writer.shapeOf(kernel), attrs as ConvAttributes);
  const padding = paddingOf(writer.shapeOf(x), window);
  const [image, output] = [writer.shapeOf(x).slice(1, 3), writer.shapeOf(dy).slice(1, 3)];
  const [height, width] = window.size;
  const channels = writer.shapeOf(x)[3] as number;
  if (height * width === 1 || height * width * channels < FEW_NUMBERS) return undefined;
  if (padding === undefined || !suits(writer, kernel, window)) return undefined;
  if (![...image, ...output].every(isNumber)) return undefined;
  return { image: image as unknown as Pair, output: output as unknown as Pair, padding, window };
}

function branch(writer: GraphWriter, node: Node, mapping: Mapping): Graph {
  const [output] = node.outputs as [Value];
  const inner = writer.branch();
  mapping.write(inner, node);
  const result = valueInfo(inner.get(output), inner.typeOf(output));
  return {
    name: writer.shared.fresh('branch'),
    nodes: inner.nodes,
    initializers: inner.initializers,
    inputs: [],
    outputs: [result],
  };
}

function write(writer: GraphWriter, node: Node, { image, output, padding, window }: Extents): void {
  const [x, dy, kernel] = node.inputs as [Value, Value, Value];
  const shape = writer.shapeOf(kernel) as readonly [number, number, number, number];
  const [, , channels, filters] = shape;
  const { block } = writer.shared;
  const covered = image.map((size, k) => size + padding[k as 0 | 1][0] + padding[k as 0 | 1][1]) as unknown as Pair;
  const inputs = [batchAsChannels(writer, x, padding, covered), batchOfFilters(writer, dy, output)];
  const taps = blockedNode(writer, 'Conv', inputs, {
    kernel_shape: { ints: output },
    strides: { ints: window.dilations },
    dilations: { ints: window.strides },
  });
  // Pixels behind the last window make more taps than there are.
  const found = covered.map((size, k) => {
    const reach = windowExtent(output[k] as number, window.strides[k] as number);
    return Math.floor((size - reach) / (window.dilations[k] as number)) + 1;
  });
  const all = writer.reshape(taps, [], [channels, filters / block, ...found, block]);
  const own =
    `${found}` === `${window.size}`
      ? all
      : writer.node('Slice', [all, writer.int64(0, 0), writer.int64(...window.size), writer.int64(2, 3)]);
  const moved = writer.node('Transpose', [own], { perm: { ints: [2, 3, 0, 1, 4] } });
  writer.set(node.outputs[0] as Value, writer.reshape(moved, [], shape));
}

/** [C, N, H, W] with the batch in blocks. The operator's own padding is slow where a kernel is as large as an image. */
function batchAsChannels(writer: GraphWriter, x: Value, padding: Padding, [height, width]: Pair): string {
  const channels = writer.shapeOf(x)[3] as number;
  const { block } = writer.shared;
  const declared = [channels, REST, height, width];
  const [[above, below], [left, right]] = padding;
  const zero = writer.scalar(0);
  if (!inBlocks(writer, channels)) {
    const image = padded(writer, writer.get(x), [0, above, left, 0], [0, below, right, 0], zero);
    const images = channels === 1 ? image : writer.node('Transpose', [image], { perm: { ints: [3, 0, 1, 2] } });
    return blockedNode(writer, 'ReorderInput', [writer.reshape(images, [], declared)], {});
  }
  const [blocks, pixels] = [channels / block, height * width];
  const image = padded(writer, writer.get(x, BLOCKED), [0, 0, above, left, 0], [0, 0, below, right, 0], zero);
  // As if each image were one of `block` columns, with the batch as its channels.
  const columns = writer.reshape(image, [], [1, REST, blocks * pixels, block]);
  const ordered = blockedNode(writer, 'ReorderInput', [columns], {});
  const parts = writer.reshape(ordered, [], [REST, blocks, pixels, block, block]);
  return writer.reshape(writer.node('Transpose', [parts], { perm: { ints: [1, 3, 0, 2, 4] } }), [], declared);
}

/** [O, N, h, w] lying as a kernel: [O / block, N / block, h, w, image, filter]. */
function batchOfFilters(writer: GraphWriter, dy: Value, [rows, columns]: Pair): string {
  const filters = writer.shapeOf(dy)[3] as number;
  const { block } = writer.shared;
  const parts = writer.reshape(writer.get(dy, BLOCKED), [], [REST, block, filters / block, rows * columns, block]);
  const moved = writer.node('Transpose', [parts], { perm: { ints: [2, 0, 3, 1, 4] } });
  return writer.reshape(moved, [], [filters, REST, rows, columns]);
}
