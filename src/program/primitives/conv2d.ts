import { count } from '../../ir/tensor';
import type { ConvAttributes } from '../attributes';
import { eachProduct, inferConvolution } from '../convolution';
import type { PrimitiveOf } from '../primitive';
import { addScaled } from '../tensors';

/** Convolution (cross-correlation, as everywhere in the field) of x [N, H, W, C] with a kernel [kh, kw, C / groups, O]. */
export const conv2d: PrimitiveOf<2, ConvAttributes> = {
  name: 'conv2d',
  arity: 2,
  infer: ([x, kernel], attrs) => [inferConvolution('conv2d', x, kernel, attrs)],
  gradient({ graph: g, inputs: [x, kernel], gradients: [dy], attrs, wanted }) {
    return [
      wanted[0] ? g.conv2dInputGradient(dy, kernel, x, attrs) : undefined,
      wanted[1] ? g.conv2dFilterGradient(x, dy, kernel, attrs) : undefined,
    ];
  },
  evaluate([x, kernel], attrs, { outputs: [y] }) {
    const result = new Float64Array(count(y.shape));
    eachProduct([x.shape, kernel.shape, y.shape], attrs, (xAt, kernelAt, yAt, width) => {
      addScaled(width, x.data[xAt] as number, kernel.data, kernelAt, result, yAt);
    });
    return [result];
  },
};
