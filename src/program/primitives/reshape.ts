import { fits } from '../../ir/dim';
import { elements, formatShape, type Shape } from '../../ir/tensor';
import type { PrimitiveOf } from '../primitive';
import { refuse } from '../shapes';

/** The same numbers in the same order under other sizes. */
export const reshape: PrimitiveOf<1, { readonly shape: Shape }> = {
  name: 'reshape',
  arity: 1,
  infer([x], { shape }) {
    if (!fits(elements(x.shape), elements(shape))) {
      refuse('reshape', `${formatShape(x.shape)} and ${formatShape(shape)} do not hold the same number of entries.`);
    }
    return [{ shape, dtype: x.dtype }];
  },
  gradient: ({ graph, inputs: [x], gradients: [dy] }) => [graph.reshape(dy, graph.shapeOf(x))],
  evaluate: ([x]) => [x.data],
};
