import type { NormalizationAttributes } from '../attributes';
import type { PrimitiveOf } from '../primitive';
import { requireSame } from '../shapes';
import { otherAxes } from './batch-normalization';

/** Gradients of x, scale and offset, from that of y; mean and variance are those that the normalization gave. */
export const batchNormalizationGradient: PrimitiveOf<5, NormalizationAttributes, 3> = {
  name: 'batchNormalizationGradient',
  arity: 5,
  infer([dy, x, scale, mean, variance]) {
    requireSame('batchNormalizationGradient', x, dy);
    requireSame('batchNormalizationGradient', scale, mean, variance);
    return [x, scale, scale];
  },
  /** With n entries a channel: dx = (dy − Σdy / n − x̂ · Σ(dy · x̂) / n) · scale / √(variance + ε), x̂ the normalized x. */
  expand(g, [dy, x, scale, mean, variance], { epsilon }) {
    const axes = otherAxes(g.shapeOf(x));
    const n = g.extent(x, axes);
    const deviation = g.sqrt(g.add(variance, g.scalar(epsilon)));
    const normalized = g.div(g.sub(x, mean), deviation);
    const doffset = g.reduceSum(dy, axes);
    const dscale = g.reduceSum(g.mul(dy, normalized), axes);
    const centered = g.sub(g.sub(dy, g.div(doffset, n)), g.mul(normalized, g.div(dscale, n)));
    return [g.mul(centered, g.div(scale, deviation)), dscale, doffset];
  },
};
