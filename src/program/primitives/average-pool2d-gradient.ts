import { count, formatShape } from '../../ir/tensor';
import { windowPadding } from '../../ir/window';
import type { PoolAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { refuse, requireSame } from '../shapes';
import { addScaled } from '../tensors';
import { eachTap } from '../windows';
import { tapsOf } from './average-pool2d';
import { inferPooling } from './max-pool2d';

/** Gradient of a pooling's x, from that of y. Of x only the shape is read. */
export const averagePool2dGradient: PrimitiveOf<2, PoolAttributes> = {
  name: 'averagePool2dGradient',
  arity: 2,
  infer([dy, x], attrs) {
    requireSame('averagePool2dGradient', inferPooling('averagePool2dGradient', x, attrs), dy);
    return [x];
  },
  gradient: ({ graph, gradients: [ddx], attrs }) => [graph.averagePool2d(ddx, attrs), undefined],
  /** Every pixel adds up the shares of the windows over it: a pooling of the shares, a stride apart, times the window's size. */
  expand(g, [dy, x], { size, strides, padding }) {
    const along = (axis: 1 | 2): Axis => {
      const [input, output] = [g.shapeOf(x)[axis], g.shapeOf(dy)[axis]];
      if (typeof input !== 'number' || typeof output !== 'number') {
        return refuse('averagePool2dGradient', `needs images of a known size, got ${formatShape(g.shapeOf(x))}.`);
      }
      const [window, stride] = [size[axis - 1] as number, strides[axis - 1] as number];
      const [front] = windowPadding(input, window, stride, 1, padding);
      const taps = Array.from({ length: output }, (_, at) => {
        const start = at * stride - front;
        return Math.min(start + window, input) - Math.max(start, 0);
      });
      return { taps, before: window - 1 - front, after: input - 1 - (output - 1) * stride + front };
    };
    const [rows, columns] = [along(1), along(2)];
    const taps = rows.taps.flatMap((down) => columns.taps.map((across) => down * across));
    const shares = g.div(dy, g.constant(taps, [rows.taps.length, columns.taps.length, 1]));
    const apart = g.pad(g.dilate(shares, { axes: [1, 2], factors: strides }), {
      before: [0, rows.before, columns.before, 0],
      after: [0, rows.after, columns.after, 0],
    });
    return [g.mul(g.averagePool2d(apart, { size, strides: [1, 1], padding: 'valid' }), g.scalar(size[0] * size[1]))];
  },
  evaluate([dy, x], attrs) {
    const channels = x.shape[3] as number;
    const taps = tapsOf(x, dy, attrs);
    const result = new Float64Array(count(x.shape));
    eachTap(x.shape, dy.shape, { ...attrs, dilations: [1, 1] }, (xPixel, yPixel) => {
      addScaled(channels, 1 / (taps[yPixel] as number), dy.data, yPixel * channels, result, xPixel * channels);
    });
    return [result];
  },
};

/** Pixels under each window along one axis, and what surrounds the shares so that a pooling by single steps meets every pixel. */
interface Axis {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}
