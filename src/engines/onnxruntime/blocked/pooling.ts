/** Maximum pooling of images that are in blocks already: to bring them there would take longer than the pooling. */
import { BLOCKED } from '../../../formats/onnx/layout';
import {
  gradientByTap,
  isTiled,
  maxPool2d as portable,
  maxPool2dGradient as portableGradient,
  windowOf,
} from '../../../formats/onnx/mappings/pooling';
import { windowAttributes } from '../../../formats/onnx/mappings/windows';
import type { GraphWriter, Mapping } from '../../../formats/onnx/writer';
import { type Dim, multiply } from '../../../ir/dim';
import type { Value } from '../../../ir/program';
import type { Shape } from '../../../ir/tensor';
import type { PoolAttributes } from '../../../program/attributes';
import { blockedNode, getImage, inBlocks, setImage } from './images';

export const maxPool2d: Mapping = {
  write(writer, node) {
    const [x] = node.inputs as [Value];
    if (!isInBlocks(writer, x)) return portable.write(writer, node);
    const attributes = windowAttributes(writer.shapeOf(x), windowOf(node.attrs as PoolAttributes));
    setImage(writer, node.outputs[0] as Value, blockedNode(writer, 'MaxPool', [getImage(writer, x)], attributes));
  },
};

/** Every block of channels is an image of its own, with its channels last. */
export const maxPool2dGradient: Mapping = {
  write(writer, node) {
    const [x, y, dy] = node.inputs as [Value, Value, Value];
    const attrs = node.attrs as PoolAttributes;
    if (!isInBlocks(writer, x) || !isTiled(writer.shapeOf(x), writer.shapeOf(y), attrs)) {
      return portableGradient.write(writer, node);
    }
    const images = (value: Value) => {
      const [shape, inBlocks] = [imagesOf(writer, value), writer.sizesIn(writer.shapeOf(value), BLOCKED)];
      return [writer.reshape(writer.get(value, BLOCKED), inBlocks, shape), shape] as const;
    };
    const dx = gradientByTap(writer, images(x), images(dy), attrs.size);
    const inBlocks = writer.sizesIn(writer.shapeOf(x), BLOCKED);
    writer.set(node.outputs[0] as Value, writer.reshape(dx, imagesOf(writer, x), inBlocks), BLOCKED);
  },
};

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
