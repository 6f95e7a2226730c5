import { type Dim, fits } from '../../ir/dim';
import type { Value } from '../../ir/program';
import { count, formatShape, type Shape } from '../../ir/tensor';
import type { MatmulAttributes } from '../attributes';
import type { PrimitiveOf, Tensor } from '../primitive';
import { refuse, requireType, sameShape } from '../shapes';
import { addScaled, transposed } from '../tensors';

/** Matrix product over the last two axes; the axes before them are equal in both. */
export const matmul: PrimitiveOf<2, MatmulAttributes> = {
  name: 'matmul',
  arity: 2,
  infer([a, b], { transposeA, transposeB }) {
    requireType('matmul', 'float32', a, b);
    const [first, second] = [matrix(a.shape, transposeA), matrix(b.shape, transposeB)];
    if (a.shape.length < 2 || b.shape.length < 2 || !fits(first.columns, second.rows)) {
      const mark = (transposed: boolean): string => (transposed ? ' transposed' : '');
      refuse(
        'matmul',
        `${formatShape(a.shape)}${mark(transposeA)} and ${formatShape(b.shape)}${mark(transposeB)} do not multiply.`,
      );
    }
    if (!sameShape(a.shape.slice(0, -2), b.shape.slice(0, -2))) {
      refuse('matmul', `${formatShape(a.shape)} and ${formatShape(b.shape)} differ before the last two axes.`);
    }
    return [{ shape: [...a.shape.slice(0, -2), first.rows, second.columns], dtype: 'float32' }];
  },
  gradient({ graph: g, inputs: [a, b], gradients: [dy], attrs: { transposeA, transposeB }, wanted }) {
    const da = (): Value =>
      transposeA ? g.matmul(b, dy, { transposeA: transposeB, transposeB: true }) : g.matmul(dy, b, { transposeB: !transposeB });
    const db = (): Value =>
      transposeB ? g.matmul(dy, a, { transposeA: true, transposeB: transposeA }) : g.matmul(a, dy, { transposeA: !transposeA });
    return [wanted[0] ? da() : undefined, wanted[1] ? db() : undefined];
  },
  evaluate([a, b], { transposeA, transposeB }, { outputs: [{ shape }] }) {
    const [rows, columns] = shape.slice(-2) as [number, number];
    const inner = a.shape.at(transposeA ? -2 : -1) as number;
    const [left, right] = [rowMajor(a, transposeA), rowMajor(b, transposeB)];
    const result = new Float64Array(count(shape));
    for (let row = 0; row * columns < result.length; row++) {
      const rightAt = Math.floor(row / rows) * inner * columns;
      for (let k = 0; k < inner; k++) {
        addScaled(columns, left[row * inner + k] as number, right, rightAt + k * columns, result, row * columns);
      }
    }
    return [result];
  },
};

const matrix = (shape: Shape, transposed: boolean): { readonly rows: Dim; readonly columns: Dim } => {
  const [rows = 1, columns = 1] = shape.slice(-2);
  return transposed ? { rows: columns, columns: rows } : { rows, columns };
};

function rowMajor(x: Tensor, isTransposed: boolean): Float64Array {
  if (!isTransposed) return x.data;
  const axes = [...x.shape.keys()];
  return transposed(x, [...axes.slice(0, -2), ...axes.slice(-2).reverse()]);
}
