import { multiply } from '../../ir/dim';
import type { Value } from '../../ir/program';
import { count } from '../../ir/tensor';
import { windowExtent, windowPadding } from '../../ir/window';
import type { ConvAttributes } from '../attributes';
import { convAxes, eachProduct, inferConvolution } from '../convolution';
import type { Graph } from '../graph';
import type { PrimitiveOf } from '../primitive';
import { requireSame } from '../shapes';
import { addScaled } from '../tensors';

/** Gradient of a convolution's kernel, from that of y. Of the kernel only the shape is read. */
export const conv2dFilterGradient: PrimitiveOf<3, ConvAttributes> = {
  name: 'conv2dFilterGradient',
  arity: 3,
  infer([x, dy, kernel], attrs) {
    requireSame('conv2dFilterGradient', inferConvolution('conv2dFilterGradient', x, kernel, attrs), dy);
    return [kernel];
  },
  gradient({ graph: g, inputs: [x, dy], gradients: [ddk], attrs, wanted }) {
    return [
      wanted[0] ? g.conv2dInputGradient(dy, ddk, x, attrs) : undefined,
      wanted[1] ? g.conv2d(x, ddk, attrs) : undefined,
      undefined,
    ];
  },
  /** A convolution of x with dy as its kernel, where batch and channels change places, and strides and dilations too. */
  expand(g, [x, dy, kernel], attrs) {
    const { strides, dilations, groups, padding } = attrs;
    const reached = convAxes(g, x, kernel, dy, attrs).reduce((value, { axis, input, size, output, stride, dilation }) => {
      const [front] = windowPadding(input, size, stride, dilation, padding);
      return fitAxis(g, value, axis, front, windowExtent(size, dilation) + (output - 1) * stride);
    }, x);
    const images = batchLast(g, reached, groups);
    const convolved = g.conv2d(images, g.transpose(dy, [1, 2, 0, 3]), { strides: dilations, dilations: strides, groups });
    return [g.transpose(convolved, [1, 2, 0, 3])];
  },
  evaluate([x, dy, kernel], attrs) {
    const result = new Float64Array(count(kernel.shape));
    eachProduct([x.shape, kernel.shape, dy.shape], attrs, (xAt, kernelAt, yAt, width) => {
      addScaled(width, x.data[xAt] as number, dy.data, yAt, result, kernelAt);
    });
    return [result];
  },
};

/** The part of an axis that all windows reach together: zeros in front, and behind it zeros, or a cut where no window came. */
function fitAxis(g: Graph, x: Value, axis: number, front: number, length: number): Value {
  const shape = g.shapeOf(x);
  const none = shape.map(() => 0);
  const behind = length - front - (shape[axis] as number);
  const after = Math.max(0, behind);
  const padded = front + after === 0 ? x : g.pad(x, { before: none.with(axis, front), after: none.with(axis, after) });
  return behind >= 0 ? padded : g.slice(padded, { begin: none, size: shape.map(() => -1).with(axis, length) });
}

/** [N, H, W, C] → [C / groups, H, W, groups · N], the images of the first group first. */
function batchLast(g: Graph, x: Value, groups: number): Value {
  if (groups === 1) return g.transpose(x, [3, 1, 2, 0]);
  const [batch = 1, height = 1, width = 1, channels] = g.shapeOf(x);
  const depth = (channels as number) / groups;
  const grouped = g.reshape(x, [batch, height, width, groups, depth]);
  return g.reshape(g.transpose(grouped, [4, 1, 2, 3, 0]), [depth, height, width, multiply(groups, batch)]);
}
