import { sumTo } from '../gradients';
import type { PrimitiveOf } from '../primitive';
import { broadcastShapes, formatType, refuse, requireType } from '../shapes';
import { stretch } from '../tensors';

/** `a` where the condition holds, `b` elsewhere; all three broadcast. */
export const select: PrimitiveOf<3> = {
  name: 'select',
  arity: 3,
  infer([condition, a, b]) {
    requireType('select', 'bool', condition);
    if (a.dtype !== b.dtype) refuse('select', `chooses between one type, got ${formatType(a)} and ${formatType(b)}.`);
    const branches = broadcastShapes('select', a.shape, b.shape);
    return [{ shape: broadcastShapes('select', condition.shape, branches), dtype: a.dtype }];
  },
  gradient({ graph: g, inputs: [condition, a, b], gradients: [dy], wanted }) {
    const zero = g.scalar(0);
    return [
      undefined,
      wanted[1] ? sumTo(g, g.select(condition, dy, zero), g.shapeOf(a)) : undefined,
      wanted[2] ? sumTo(g, g.select(condition, zero, dy), g.shapeOf(b)) : undefined,
    ];
  },
  evaluate([condition, a, b], _, { outputs: [{ shape }] }) {
    const [x, y] = [stretch(a, shape), stretch(b, shape)];
    return [stretch(condition, shape).map((holds, i) => (holds ? x[i] : y[i]) as number)];
  },
};
