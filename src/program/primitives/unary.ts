/** Elementwise functions of one tensor. */
import type { Value } from '../../ir/program';
import type { PoolAttributes } from '../attributes';
import type { Graph } from '../graph';
import type { Primitive, PrimitiveOf } from '../primitive';
import { requireType } from '../shapes';

/** `slope` gives the gradient of x from that of y = f(x). */
const unary = (
  name: string,
  f: (x: number) => number,
  slope: (g: Graph, dy: Value, y: Value, x: Value) => Value | undefined,
): PrimitiveOf<1> => ({
  name,
  arity: 1,
  infer([x]) {
    requireType(name, 'float32', x);
    return [x];
  },
  gradient: ({ graph, inputs: [x], outputs: [y], gradients: [dy] }) => [slope(graph, dy, y, x)],
  evaluate: ([x]) => [x.data.map(f)],
});

const one = (g: Graph): Value => g.scalar(1);
const zero = (g: Graph): Value => g.scalar(0);
const truth = (g: Graph, condition: Value): Value => g.cast(condition, 'float32');

/** dy where y is positive. */
const positive = (g: Graph, dy: Value, y: Value): Value => g.mul(dy, truth(g, g.greater(y, zero(g))));

/**
 * The same where dy comes out of a maximum pooling of y: where the maximum of a window is positive, so is the entry that gets the
 * gradient. It is enough to look at the maxima, of which there are fewer.
 */
function pooled(g: Graph, dy: Value, y: Value): Value | undefined {
  const maker = g.maker(dy);
  if (maker?.op !== 'maxPool2dGradient' || maker.inputs[0] !== y) return undefined;
  const [, maxima, gradient] = maker.inputs as [Value, Value, Value];
  return g.maxPool2dGradient(y, maxima, positive(g, gradient, maxima), maker.attrs as PoolAttributes);
}

export const unaries: readonly Primitive[] = [
  unary(
    'neg',
    (x) => -x,
    (g, dy) => g.neg(dy),
  ),
  unary('exp', Math.exp, (g, dy, y) => g.mul(dy, y)),
  unary('log', Math.log, (g, dy, _, x) => g.div(dy, x)),
  unary('sqrt', Math.sqrt, (g, dy, y) => g.div(g.mul(dy, g.scalar(0.5)), y)),
  // 0 at 0.
  unary('abs', Math.abs, (g, dy, _, x) => g.mul(dy, g.sub(truth(g, g.greater(x, zero(g))), truth(g, g.less(x, zero(g)))))),
  unary('tanh', Math.tanh, (g, dy, y) => g.mul(dy, g.sub(one(g), g.mul(y, y)))),
  unary(
    'sigmoid',
    (x) => 1 / (1 + Math.exp(-x)),
    (g, dy, y) => g.mul(dy, g.mul(y, g.sub(one(g), y))),
  ),
  // From y, so that x need not be kept; 0 at 0.
  unary(
    'relu',
    (x) => Math.max(x, 0),
    (g, dy, y) => pooled(g, dy, y) ?? positive(g, dy, y),
  ),
  unary(
    'stopGradient',
    (x) => x,
    () => undefined,
  ),
];
