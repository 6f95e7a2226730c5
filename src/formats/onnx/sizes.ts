/**
 * Sizes that are known only when the graph runs, each an int64 vector with one entry. They are computed in the outermost graph,
 * where the bodies of loops see them too.
 */
import { equal, isNumber } from '../../ir/dim';
import type { Shape } from '../../ir/tensor';
import { Sizes } from '../sizes';
import type { Node } from './model';

/** Writes into the outermost graph. */
interface NodeWriter {
  node(op: string, inputs: readonly string[], attrs?: Node['attrs']): string;
  int64(...values: readonly number[]): string;
}

const OPS = { add: 'Add', multiply: 'Mul', floorDivide: 'Div' } as const;

/** An input goes by its name. */
export const sizesWrittenBy = (writer: NodeWriter): Sizes<string> =>
  new Sizes<string>({
    number: (value) => writer.int64(value),
    numbers: (values) => writer.int64(...values),
    entry: (name, axis) => writer.node('Shape', [name], { start: { i: axis }, end: { i: axis + 1 } }),
    combine: (op, a, b) => writer.node(OPS[op], [a, b]),
    vector: (sizes) => writer.node('Concat', sizes, { axis: { i: 0 } }),
  });

/**
 * What a Reshape is told: −1 for a size that follows from the others, 0 for one that stays where it is. Undefined: it is to be
 * told the whole shape.
 */
export function reshapeTarget(from: Shape, to: Shape): readonly number[] | undefined {
  const sizes = to.map((dim, axis) => (isNumber(dim) ? dim : equal(from[axis] ?? -1, dim) ? 0 : -1));
  return sizes.filter((size) => size === -1).length > 1 ? undefined : sizes;
}
