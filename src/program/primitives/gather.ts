import { count, type TensorType } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { formatType, refuse, requireType } from '../shapes';

/** Rows of a table [rows, ..] by their numbers: ids [..] give [.., ..]. */
export const gather: PrimitiveOf<2> = {
  name: 'gather',
  arity: 2,
  infer: ([table, ids]) => [inferGather('gather', table, ids)],
  gradient: ({ graph, inputs: [table, ids], gradients: [dy] }) => [graph.gatherGradient(dy, ids, table), undefined],
  evaluate([table, ids], _, { outputs: [{ shape }] }) {
    const [rows = 0, ...row] = table.shape;
    const width = count(row);
    const result = new Float64Array(count(shape));
    ids.data.forEach((id, at) => {
      if (id < 0 || id >= rows) refuse('gather', `there is no row ${id} in a table of ${rows}.`);
      result.set(table.data.subarray(id * width, (id + 1) * width), at * width);
    });
    return [result];
  },
};

export function inferGather(op: string, table: TensorType, ids: TensorType): TensorType {
  requireType(op, 'float32', table);
  requireType(op, 'int32', ids);
  if (table.shape.length === 0) refuse(op, `${formatType(table)} has no rows.`);
  return { shape: [...ids.shape, ...table.shape.slice(1)], dtype: 'float32' };
}
