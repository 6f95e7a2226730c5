import { type Dim, isNumber } from '../../ir/dim';
import { count, formatShape, type TensorType } from '../../ir/tensor';
import { windowOutput } from '../../ir/window';
import type { PoolAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { refuse, requireRank, requireType } from '../shapes';
import { eachTap } from '../windows';

/** The largest entry under each window over x [N, H, W, C]; padding never wins. */
export const maxPool2d: PrimitiveOf<1, PoolAttributes> = {
  name: 'maxPool2d',
  arity: 1,
  infer: ([x], attrs) => [inferPooling('maxPool2d', x, attrs)],
  gradient: ({ graph, inputs: [x], outputs: [y], gradients: [dy], attrs }) => [graph.maxPool2dGradient(x, y, dy, attrs)],
  evaluate([x], attrs, { outputs: [y] }) {
    const channels = x.shape[3] as number;
    const result = new Float64Array(count(y.shape)).fill(-Infinity);
    eachTap(x.shape, y.shape, { ...attrs, dilations: [1, 1] }, (xPixel, yPixel) => {
      for (let channel = 0; channel < channels; channel++) {
        const at = yPixel * channels + channel;
        result[at] = Math.max(result[at] as number, x.data[xPixel * channels + channel] as number);
      }
    });
    return [result];
  },
};

export function inferPooling(op: string, x: TensorType, { size, strides, padding }: PoolAttributes): TensorType {
  requireType(op, 'float32', x);
  requireRank(op, 'x', x, 4);
  const [batch, height, width, channels] = x.shape as readonly [Dim, Dim, Dim, Dim];
  const outputs = [height, width].map((dim, k) => windowOutput(dim, size[k] as number, strides[k] as number, 1, padding));
  if (outputs.some((dim) => isNumber(dim) && dim < 1)) {
    refuse(op, `a window of [${size.join(', ')}] is larger than ${formatShape(x.shape)}.`);
  }
  return { shape: [batch, ...outputs, channels], dtype: 'float32' };
}
