/** Convolution and the gradient of its input. Kernels stay as the Program has them: to bring them into blocks takes little. */
import { conv2d as portable, conv2dInputGradient as portableGradient } from '../../../formats/onnx/mappings/convolution';
import { takeBias } from '../../../formats/onnx/mappings/matmul';
import { paddingOf, padsOf, windowAttributes, windowOf } from '../../../formats/onnx/mappings/windows';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import type { Value } from '../../../ir/program';
import { windowExtent } from '../../../ir/window';
import type { ConvAttributes, Pair } from '../../../program/attributes';
import { blockedNode, getImage, inBlocks, setImage } from './images';

/** Filters in whole blocks, as other numbers of them end the process; channels too, or less than one block of them. */
export function suits(writer: GraphWriter, kernel: Value, { groups }: Pick<ConvAttributes, 'groups'>): boolean {
  const [, , channels, filters] = writer.shapeOf(kernel) as readonly [number, number, number, number];
  return groups === 1 && inBlocks(writer, filters) && (inBlocks(writer, channels) || channels < writer.shared.block);
}

export const conv2d: Mapping = {
  write(writer, node) {
    const [[x, kernel], [output]] = [node.inputs as [Value, Value], node.outputs as [Value]];
    const attrs = node.attrs as ConvAttributes;
    if (!suits(writer, kernel, attrs)) return portable.write(writer, node);
    const names = [getImage(writer, x), kernelInBlocks(writer, kernel)];
    const bias = takeBias(writer, output);
    const sum = bias?.sum ?? output;
    const relu = onlyRelu(writer, sum);
    const y = blockedNode(writer, 'Conv', bias === undefined ? names : [...names, bias.name], {
      ...windowAttributes(writer.shapeOf(x), windowOf(writer.shapeOf(kernel), attrs)),
      ...(relu === undefined ? {} : { activation: { s: 'Relu' } }),
    });
    setImage(writer, relu ?? sum, y);
  },
};

/** A convolution of dy with the kernel turned round and its channels swapped. */
export const conv2dInputGradient: Mapping = {
  write(writer, node) {
    const [dy, kernel, x] = node.inputs as [Value, Value, Value];
    const attrs = node.attrs as ConvAttributes;
    const window = windowOf(writer.shapeOf(kernel), attrs);
    const padding = paddingOf(writer.shapeOf(x), window);
    const isPlain = window.strides.every((stride) => stride === 1) && inBlocks(writer, writer.shapeOf(x)[3]);
    if (!isPlain || padding === undefined || !suits(writer, kernel, attrs)) return portableGradient.write(writer, node);
    const around = (k: 0 | 1): Pair => {
      const reach = windowExtent(window.size[k], window.dilations[k]) - 1;
      return [reach - padding[k][0], reach - padding[k][1]];
    };
    const dx = blockedNode(writer, 'Conv', [getImage(writer, dy), turnedKernelInBlocks(writer, kernel)], {
      kernel_shape: { ints: window.size },
      dilations: { ints: window.dilations },
      pads: { ints: padsOf([around(0), around(1)]) },
    });
    setImage(writer, node.outputs[0] as Value, dx);
  },
};

/** A relu that nobody but it comes between: its gradient asks for what it gives, not for what it was given. */
function onlyRelu(writer: GraphWriter, value: Value): Value | undefined {
  const reader = writer.onlyReader(value);
  return reader?.op === 'relu' ? reader.outputs[0] : undefined;
}

/** [kh, kw, C, O] → [O, C, kh, kw], lying as [O / block, C / block, kh, kw, channel, filter]; few channels as [O / block, C, kh, kw, filter]. */
function kernelInBlocks(writer: GraphWriter, kernel: Value): string {
  const [height, width, channels, filters] = writer.shapeOf(kernel) as readonly [number, number, number, number];
  const { block } = writer.shared;
  const depth = channels < block ? 1 : block;
  const split = [height, width, channels / depth, depth, filters / block, block];
  const parts = writer.reshape(writer.get(kernel), [height, width, channels, filters], split);
  const moved = writer.node('Transpose', [parts], { perm: { ints: [4, 2, 0, 1, 3, 5] } });
  return writer.reshape(moved, [], [filters, channels, height, width]);
}

/** [kh, kw, C, O] → [C, O, kh, kw] with the taps in opposite order, lying as [C / block, O / block, kh, kw, filter, channel]. */
function turnedKernelInBlocks(writer: GraphWriter, kernel: Value): string {
  const [height, width, channels, filters] = writer.shapeOf(kernel) as readonly [number, number, number, number];
  const { block } = writer.shared;
  const taps = height * width;
  const split = [taps, channels / block, block, filters / block, block];
  const parts = writer.reshape(writer.get(kernel), [height, width, channels, filters], split);
  const order = writer.int64(...Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
  const turned = taps === 1 ? parts : writer.node('Gather', [parts, order], { axis: { i: 0 } });
  const moved = writer.node('Transpose', [turned], { perm: { ints: [1, 3, 0, 4, 2] } });
  return writer.reshape(moved, [], [channels, filters, height, width]);
}
