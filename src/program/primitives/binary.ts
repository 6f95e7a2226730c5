/** Elementwise arithmetic on two tensors that broadcast. */
import type { Value } from '../../ir/program';
import { sumTo } from '../gradients';
import type { Graph } from '../graph';
import type { Primitive, PrimitiveOf } from '../primitive';
import { broadcastShapes, requireType } from '../shapes';
import { combine } from '../tensors';

/** What a gradient rule reads: y = f(a, b), and the gradient of y. */
interface Known {
  readonly g: Graph;
  readonly a: Value;
  readonly b: Value;
  readonly y: Value;
  readonly dy: Value;
}

/** The slopes give the gradients of a and b, in the shape of y. */
const binary = (
  name: string,
  f: (a: number, b: number) => number,
  slopeOfA: (known: Known) => Value,
  slopeOfB: (known: Known) => Value,
): PrimitiveOf<2> => ({
  name,
  arity: 2,
  infer([a, b]) {
    requireType(name, 'float32', a, b);
    return [{ shape: broadcastShapes(name, a.shape, b.shape), dtype: 'float32' }];
  },
  gradient({ graph: g, inputs: [a, b], outputs: [y], gradients: [dy], wanted }) {
    const known = { g, a, b, y, dy };
    return [
      wanted[0] ? sumTo(g, slopeOfA(known), g.shapeOf(a)) : undefined,
      wanted[1] ? sumTo(g, slopeOfB(known), g.shapeOf(b)) : undefined,
    ];
  },
  evaluate: ([a, b], _, { outputs: [y] }) => [combine(a, b, y, f)],
});

const where = (g: Graph, condition: Value, dy: Value): Value => g.select(condition, dy, g.scalar(0));

export const binaries: readonly Primitive[] = [
  binary(
    'add',
    (a, b) => a + b,
    ({ dy }) => dy,
    ({ dy }) => dy,
  ),
  binary(
    'sub',
    (a, b) => a - b,
    ({ dy }) => dy,
    ({ g, dy }) => g.neg(dy),
  ),
  binary(
    'mul',
    (a, b) => a * b,
    ({ g, b, dy }) => g.mul(dy, b),
    ({ g, a, dy }) => g.mul(dy, a),
  ),
  binary(
    'div',
    (a, b) => a / b,
    ({ g, b, dy }) => g.div(dy, b),
    ({ g, b, y, dy }) => g.neg(g.div(g.mul(dy, y), b)),
  ),
  binary(
    'pow',
    (a, b) => a ** b,
    ({ g, a, b, dy }) => g.mul(dy, g.mul(b, g.pow(a, g.sub(b, g.scalar(1))))),
    // The logarithm is taken of positive bases only, as in TensorFlow: 0 elsewhere.
    ({ g, a, y, dy }) => {
      const positive = g.greater(a, g.scalar(0));
      return g.mul(dy, g.mul(y, where(g, positive, g.log(g.select(positive, a, g.scalar(1))))));
    },
  ),
  // A tie belongs to a.
  binary(
    'maximum',
    Math.max,
    ({ g, a, b, dy }) => where(g, g.greaterEqual(a, b), dy),
    ({ g, a, b, dy }) => where(g, g.less(a, b), dy),
  ),
  binary(
    'minimum',
    Math.min,
    ({ g, a, b, dy }) => where(g, g.greaterEqual(b, a), dy),
    ({ g, a, b, dy }) => where(g, g.less(b, a), dy),
  ),
];
