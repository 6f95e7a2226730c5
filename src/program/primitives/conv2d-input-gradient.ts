import type { Value } from '../../ir/program';
import { count } from '../../ir/tensor';
import { windowExtent, windowPadding } from '../../ir/window';
import type { ConvAttributes } from '../attributes';
import { convAxes, eachProduct, inferConvolution } from '../convolution';
import type { Graph } from '../graph';
import type { PrimitiveOf } from '../primitive';
import { requireSame } from '../shapes';
import { dot } from '../tensors';

/** Gradient of a convolution's x, from that of y. Of x only the shape is read. */
export const conv2dInputGradient: PrimitiveOf<3, ConvAttributes> = {
  name: 'conv2dInputGradient',
  arity: 3,
  infer([dy, kernel, x], attrs) {
    requireSame('conv2dInputGradient', inferConvolution('conv2dInputGradient', x, kernel, attrs), dy);
    return [x];
  },
  gradient({ graph: g, inputs: [dy, kernel], gradients: [ddx], attrs, wanted }) {
    return [
      wanted[0] ? g.conv2d(ddx, kernel, attrs) : undefined,
      wanted[1] ? g.conv2dFilterGradient(ddx, dy, kernel, attrs) : undefined,
      undefined,
    ];
  },
  /** A convolution of dy, its entries a stride apart, with the kernel turned round and its channels swapped. */
  expand(g, [dy, kernel, x], attrs) {
    const around = convAxes(g, x, kernel, dy, attrs).map(({ input, size, output, stride, dilation }) => {
      const [front] = windowPadding(input, size, stride, dilation, attrs.padding);
      return { before: windowExtent(size, dilation) - 1 - front, after: input - 1 - (output - 1) * stride + front };
    });
    const apart = g.dilate(dy, { axes: [1, 2], factors: attrs.strides });
    const padded = g.pad(apart, {
      before: [0, ...around.map(({ before }) => before), 0],
      after: [0, ...around.map(({ after }) => after), 0],
    });
    const { dilations, groups } = attrs;
    return [g.conv2d(padded, swapChannels(g, g.reverse(kernel, [0, 1]), groups), { dilations, groups })];
  },
  evaluate([dy, kernel, x], attrs) {
    const result = new Float64Array(count(x.shape));
    eachProduct([x.shape, kernel.shape, dy.shape], attrs, (xAt, kernelAt, yAt, width) => {
      result[xAt] = (result[xAt] as number) + dot(width, dy.data, yAt, kernel.data, kernelAt);
    });
    return [result];
  },
};

/** [kh, kw, C / groups, O] → [kh, kw, O / groups, C], group by group. */
function swapChannels(g: Graph, kernel: Value, groups: number): Value {
  if (groups === 1) return g.transpose(kernel, [0, 1, 3, 2]);
  const [rows, columns, depth, filters] = g.shapeOf(kernel) as readonly [number, number, number, number];
  const grouped = g.reshape(kernel, [rows, columns, depth, groups, filters / groups]);
  return g.reshape(g.transpose(grouped, [0, 1, 4, 3, 2]), [rows, columns, filters / groups, groups * depth]);
}
