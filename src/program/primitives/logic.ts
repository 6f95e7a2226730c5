/** Comparisons and truth values. No gradient flows here. */
import type { Primitive, PrimitiveOf } from '../primitive';
import { broadcastShapes, formatType, refuse, requireType } from '../shapes';
import { combine } from '../tensors';

const comparison = (name: string, holds: (a: number, b: number) => boolean): PrimitiveOf<2> => ({
  name,
  arity: 2,
  infer([a, b]) {
    if (a.dtype !== b.dtype) refuse(name, `compares one type, got ${formatType(a)} and ${formatType(b)}.`);
    return [{ shape: broadcastShapes(name, a.shape, b.shape), dtype: 'bool' }];
  },
  evaluate: ([a, b], _, { outputs: [y] }) => [combine(a, b, y, (x, z) => Number(holds(x, z)))],
});

const logicalAnd: PrimitiveOf<2> = {
  name: 'logicalAnd',
  arity: 2,
  infer([a, b]) {
    requireType('logicalAnd', 'bool', a, b);
    return [{ shape: broadcastShapes('logicalAnd', a.shape, b.shape), dtype: 'bool' }];
  },
  evaluate: ([a, b], _, { outputs: [y] }) => [combine(a, b, y, (x, z) => x * z)],
};

const logicalNot: PrimitiveOf<1> = {
  name: 'logicalNot',
  arity: 1,
  infer([x]) {
    requireType('logicalNot', 'bool', x);
    return [x];
  },
  evaluate: ([x]) => [x.data.map((value) => 1 - value)],
};

export const logic: readonly Primitive[] = [
  comparison('equal', (a, b) => a === b),
  comparison('greater', (a, b) => a > b),
  comparison('greaterEqual', (a, b) => a >= b),
  comparison('less', (a, b) => a < b),
  logicalAnd,
  logicalNot,
];
