/** What a convolution and its two gradients share: the type of y, the sizes, the loop. */
import { type Dim, divideExactly, fits, formatDim, isNumber, multiply } from '../ir/dim';
import type { Value } from '../ir/program';
import { formatShape, type TensorType } from '../ir/tensor';
import { windowOutput } from '../ir/window';
import type { ConvAttributes } from './attributes';
import type { Graph } from './graph';
import { refuse, requireRank, requireType } from './shapes';
import { eachTap } from './windows';

type Quad<T> = readonly [T, T, T, T];

/** y = x [N, H, W, C] * kernel [kh, kw, C / groups, O]. Channels, and so filters, are dealt out to the groups in order. */
export function inferConvolution(op: string, x: TensorType, kernel: TensorType, attrs: ConvAttributes): TensorType {
  const { strides, padding, dilations, groups } = attrs;
  requireType(op, 'float32', x, kernel);
  requireRank(op, 'x', x, 4);
  requireRank(op, 'the kernel', kernel, 4);
  const [batch, height, width, channels] = x.shape as Quad<Dim>;
  const [rows, columns, depth, filters] = kernel.shape as Quad<Dim>;
  const sizes = `${formatShape(x.shape)} and kernel ${formatShape(kernel.shape)}`;
  if (!isNumber(rows) || !isNumber(columns)) return refuse(op, `the kernel's height and width must be numbers: ${sizes}.`);
  if (!fits(multiply(depth, groups), channels)) {
    refuse(op, `${sizes}: ${groups} × ${formatDim(depth)} channels are not ${formatDim(channels)}.`);
  }
  if (divideExactly(filters, groups) === undefined)
    refuse(op, `${formatDim(filters)} filters do not split into ${groups} groups.`);
  const outputHeight = windowOutput(height, rows, strides[0], dilations[0], padding);
  const outputWidth = windowOutput(width, columns, strides[1], dilations[1], padding);
  if ([outputHeight, outputWidth].some((dim) => isNumber(dim) && dim < 1))
    refuse(op, `the kernel is larger than the image: ${sizes}.`);
  return { shape: [batch, outputHeight, outputWidth, filters], dtype: 'float32' };
}

/** One axis of a convolution, in numbers: what the expansions of its gradients have to pad and cut by. */
interface ConvAxis {
  readonly axis: number;
  readonly input: number;
  readonly size: number;
  readonly output: number;
  readonly stride: number;
  readonly dilation: number;
}

export function convAxes(g: Graph, x: Value, kernel: Value, y: Value, { strides, dilations }: ConvAttributes): ConvAxis[] {
  return strides.map((stride, k) => {
    const axis = k + 1;
    const [input, size, output] = [g.shapeOf(x)[axis], g.shapeOf(kernel)[k], g.shapeOf(y)[axis]];
    if (typeof input !== 'number' || typeof size !== 'number' || typeof output !== 'number') {
      return refuse('conv2d', `its gradient needs images of a known size, got ${formatShape(g.shapeOf(x))}.`);
    }
    return { axis, input, size, output, stride, dilation: dilations[k] as number };
  });
}

/**
 * Visits every product of a convolution, `width` at a time: entry `xAt` of x meets a run of the kernel from `kernelAt` on,
 * for a run of y from `yAt` on.
 */
export function eachProduct(
  [x, kernel, y]: readonly [readonly number[], readonly number[], readonly number[]],
  { groups, ...window }: ConvAttributes,
  visit: (xAt: number, kernelAt: number, yAt: number, width: number) => void,
): void {
  const [rows, columns, depth, filters] = kernel as Quad<number>;
  const channels = depth * groups;
  const width = filters / groups;
  eachTap(x, y, { ...window, size: [rows, columns] }, (xPixel, yPixel, tap) => {
    for (let channel = 0; channel < channels; channel++) {
      const first = Math.floor(channel / depth) * width;
      const kernelAt = (tap * depth + (channel % depth)) * filters + first;
      visit(xPixel * channels + channel, kernelAt, yPixel * filters + first, width);
    }
  });
}
