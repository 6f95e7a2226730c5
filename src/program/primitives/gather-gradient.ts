import { count } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { requireSame } from '../shapes';
import { addScaled } from '../tensors';
import { inferGather } from './gather';

/** Gradient of a table whose rows were gathered: rows of dy are added up where they came from. Of the table only the shape is read. */
export const gatherGradient: PrimitiveOf<3> = {
  name: 'gatherGradient',
  arity: 3,
  infer([dy, ids, table]) {
    requireSame('gatherGradient', inferGather('gatherGradient', table, ids), dy);
    return [table];
  },
  gradient: ({ graph, inputs: [, ids], gradients: [dtable] }) => [graph.gather(dtable, ids), undefined, undefined],
  evaluate([dy, ids, table]) {
    const width = count(table.shape.slice(1));
    const result = new Float64Array(count(table.shape));
    ids.data.forEach((id, at) => {
      addScaled(width, 1, dy.data, at * width, result, id * width);
    });
    return [result];
  },
};
