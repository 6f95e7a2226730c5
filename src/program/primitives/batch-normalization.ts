import type { Shape } from '../../ir/tensor';
import type { NormalizationAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { formatType, refuse, requireSame, requireType } from '../shapes';

/**
 * y = (x − mean) / √(variance + ε) · scale + offset, with the mean and variance of the batch: of each channel, the last axis,
 * over all other axes (Ioffe and Szegedy, arXiv:1502.03167). Also gives the mean and the (biased) variance.
 */
export const batchNormalization: PrimitiveOf<3, NormalizationAttributes, 3> = {
  name: 'batchNormalization',
  arity: 3,
  infer([x, scale, offset]) {
    requireType('batchNormalization', 'float32', x, scale, offset);
    const channels = x.shape.at(-1);
    if (channels === undefined) return refuse('batchNormalization', `${formatType(x)} has no axis of channels.`);
    const perChannel = { shape: [channels], dtype: 'float32' } as const;
    requireSame('batchNormalization', perChannel, scale, offset);
    return [x, perChannel, perChannel];
  },
  gradient({ graph: g, inputs: [x, scale], outputs: [, mean, variance], gradients: [dy, dmean, dvariance], attrs }) {
    const [dx, dscale, doffset] = dy === undefined ? [] : g.batchNormalizationGradient(dy, x, scale, mean, variance, attrs);
    const each = (total: number): number => g.div(total, g.extent(x, otherAxes(g.shapeOf(x))));
    const through = [
      ...(dx === undefined ? [] : [dx]),
      ...(dmean === undefined ? [] : [g.broadcastTo(each(dmean), g.shapeOf(x))]),
      ...(dvariance === undefined ? [] : [g.mul(g.sub(x, mean), each(g.mul(dvariance, g.scalar(2))))]),
    ];
    return [through.length === 0 ? undefined : through.reduce(g.add), dscale, doffset];
  },
  expand(g, [x, scale, offset], { epsilon }) {
    const axes = otherAxes(g.shapeOf(x));
    const mean = g.reduceMean(x, axes);
    const centered = g.sub(x, mean);
    const variance = g.reduceMean(g.mul(centered, centered), axes);
    const factor = g.div(scale, g.sqrt(g.add(variance, g.scalar(epsilon))));
    return [g.add(g.mul(centered, factor), offset), mean, variance];
  },
};

export const otherAxes = (shape: Shape): number[] => [...shape.keys()].slice(0, -1);
