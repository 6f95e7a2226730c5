import { count } from '../../ir/tensor';
import type { PoolAttributes } from '../attributes';
import type { BoundType, PrimitiveOf } from '../primitive';
import { addScaled } from '../tensors';
import { eachTap } from '../windows';
import { inferPooling } from './max-pool2d';

/** The mean of the entries under each window over x [N, H, W, C]; padding does not count. */
export const averagePool2d: PrimitiveOf<1, PoolAttributes> = {
  name: 'averagePool2d',
  arity: 1,
  infer: ([x], attrs) => [inferPooling('averagePool2d', x, attrs)],
  gradient: ({ graph, inputs: [x], gradients: [dy], attrs }) => [graph.averagePool2dGradient(dy, x, attrs)],
  evaluate([x], attrs, { outputs: [y] }) {
    const channels = x.shape[3] as number;
    const taps = tapsOf(x, y, attrs);
    const result = new Float64Array(count(y.shape));
    eachTap(x.shape, y.shape, { ...attrs, dilations: [1, 1] }, (xPixel, yPixel) => {
      addScaled(channels, 1 / (taps[yPixel] as number), x.data, xPixel * channels, result, yPixel * channels);
    });
    return [result];
  },
};

/** How many pixels of x lie under the window of each pixel of y. */
export function tapsOf(x: BoundType, y: BoundType, attrs: PoolAttributes): Float64Array {
  const taps = new Float64Array(count(y.shape.slice(0, 3)));
  eachTap(x.shape, y.shape, { ...attrs, dilations: [1, 1] }, (_, yPixel) => {
    taps[yPixel] = (taps[yPixel] as number) + 1;
  });
  return taps;
}
