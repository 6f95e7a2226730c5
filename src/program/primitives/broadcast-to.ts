import { formatShape, type Shape } from '../../ir/tensor';
import { sumTo } from '../gradients';
import type { PrimitiveOf } from '../primitive';
import { broadcastShapes, refuse, sameShape } from '../shapes';
import { stretch } from '../tensors';

export const broadcastTo: PrimitiveOf<1, { readonly shape: Shape }> = {
  name: 'broadcastTo',
  arity: 1,
  infer([x], { shape }) {
    if (!sameShape(broadcastShapes('broadcastTo', x.shape, shape), shape)) {
      refuse('broadcastTo', `${formatShape(x.shape)} is larger than ${formatShape(shape)}.`);
    }
    return [{ shape, dtype: x.dtype }];
  },
  gradient: ({ graph, inputs: [x], gradients: [dy] }) => [sumTo(graph, dy, graph.shapeOf(x))],
  evaluate: ([x], _, { outputs: [{ shape }] }) => [stretch(x, shape)],
};
